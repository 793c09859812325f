/** Virtual time as the stage shows it: hours, minutes, seconds and tenths, such as 00:04:12.6. */
export function clock(at: number): string {
  const tenths = Math.floor(at / 100)
  const pad = (value: number) => String(value).padStart(2, '0')
  const seconds = Math.floor(tenths / 10)
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${tenths % 10}`
}
