/** TikTok's limit of requests a second. */
export const MAX_RATE = 1000

/** Requests at a time. */
export const MAX_CONCURRENCY = 64
