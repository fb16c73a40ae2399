// Generated file. DO NOT MODIFY IT BY HAND.

export interface Settings {
  /**
   * The Access Token for the TikTok Events API. In TikTok Events Manager, open your pixel, go to Settings, and generate the token under Events API.
   */
  accessToken: string
  /**
   * The ID of the pixel that receives your events. TikTok Events Manager shows it beside the name of the pixel. For CRM events, enter the ID of the CRM event set.
   */
  pixelCode: string
}
