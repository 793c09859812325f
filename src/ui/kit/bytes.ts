const UNITS = ['', 'K', 'M', 'G', 'T', 'P'] as const
const STEP = 1024

/** A size as `df -h` and `ls -h` write it: 37G, 1.2K, 512. */
export function bytesText(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP
    unit++
  }
  const rounded = unit > 0 && size < 10 ? Math.round(size * 10) / 10 : Math.round(size)
  return `${rounded}${UNITS[unit]}`
}
