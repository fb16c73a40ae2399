/** The version of TikTok's Business API that carries the Events API 2.0. */
export const TIKTOK_CONVERSIONS_API_VERSION = 'v1.3'
