const MOST = 5000
const texts = new Map<string, string>()

/** One text for all that say the same: a text that is put together for each of thousands of pods is held as many times. */
export function intern(text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  if (texts.size >= MOST) texts.clear()
  texts.set(text, text)
  return text
}
