/** A number when it is one; what was typed otherwise, so that the API can say what is wrong with it. */
export function amount(text: string | undefined): number | string | undefined {
  if (text === undefined || text.trim() === '') return undefined
  return /^-?\d+$/.test(text.trim()) ? Number(text) : text
}
