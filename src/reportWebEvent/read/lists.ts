/** The addresses of a text that may be a list, such as `Jane <jane@example.com>, john@example.com`. */
export function splitEmails(text: string): string[] {
  if (text.indexOf('@') === text.lastIndexOf('@')) return [text]
  const words = text.split(/\s+/)
  const parts = words.every((word) => word.includes('@')) ? words : text.split(/[,;|]/)
  return parts.flatMap((part) => part.split(/[,;|]/)).filter((part) => part.includes('@'))
}

/** A sign behind which another phone number begins. What follows one number may also be its extension. */
const BETWEEN_PHONES = /\s*[,;|]\s*(?=[+(]*\d[\d\s().-]{6})|\s*(?:\/|\bor\b|\band\b)\s*(?=\+)/i

/** The numbers of a text that may be a list. */
export function splitPhones(text: string): string[] {
  return text.split(BETWEEN_PHONES)
}
