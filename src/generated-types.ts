// Generated file. DO NOT MODIFY IT BY HAND.

export interface Settings {
  /**
   * The Access Token that lets Segment send events to TikTok. In TikTok Events Manager, open your pixel, go to Settings, and generate the token under Events API.
   */
  accessToken: string
  /**
   * The ID of the pixel that receives your events, shown beside the name of the pixel in TikTok Events Manager. For CRM events, it is the ID of the CRM event set.
   */
  pixelCode: string
}
