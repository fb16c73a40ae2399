/** Explains where credentials come from. */
export const CREDENTIALS_HELP = `
Credentials come from the environment, or from --env-file FILE, so that they stay
out of the shell's history and the list of processes:
  TIKTOK_ACCESS_TOKEN   the Access Token
  TIKTOK_PIXEL_CODE     the Pixel Code
`
