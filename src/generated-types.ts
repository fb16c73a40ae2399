// Generated file. DO NOT MODIFY IT BY HAND.

export interface Settings {
  /**
   * The Access Token that lets Segment send events to your pixel. In TikTok Events Manager, open the pixel, then Settings, and generate it under Events API.
   */
  accessToken: string
  /**
   * The ID of the pixel that receives the events. TikTok Events Manager shows it beside the name of the pixel.
   */
  pixelCode: string
}
