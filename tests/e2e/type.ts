import type { Page } from '@playwright/test'

/** One piece of text as it is seen: its size on the screen after zoom, and its contrast with what lies behind it. */
export interface SeenText {
  readonly text: string
  readonly px: number
  readonly contrast: number
  readonly where: string
}

/** Everything readable inside `root` that lies in the window; also what style sheets write. */
export async function seenTexts(page: Page, root = 'body'): Promise<readonly SeenText[]> {
  return page.evaluate((selector) => {
    const paper = document.createElement('canvas')
    paper.width = 1
    paper.height = 1
    const pen = paper.getContext('2d', { willReadFrequently: true })
    if (!pen) throw new Error('no canvas to measure colours with')

    type Colour = readonly [number, number, number, number]
    const read = (css: string): Colour => {
      pen.clearRect(0, 0, 1, 1)
      pen.fillStyle = css
      pen.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data
      return [r, g, b, a / 255]
    }
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + under[at] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const behind = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 1]
      const own = read(getComputedStyle(element).backgroundColor)
      return own[3] === 1 ? own : over(own, behind(element.parentElement))
    }
    const light = (colour: Colour) => {
      const part = (value: number) =>
        value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
      return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2])
    }
    const contrast = (element: Element) => {
      const back = behind(element)
      const [a, b] = [light(over(read(getComputedStyle(element).color), back)), light(back)]
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }
    const zoomOf = (element: Element | null): number => {
      if (!element) return 1
      const { transform } = getComputedStyle(element)
      const own = transform === 'none' ? 1 : new DOMMatrix(transform).a
      return own * zoomOf(element.parentElement)
    }
    const isSeen = (element: Element): boolean => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        return false
      if (element.closest('.visuallyHidden, option, script, style, title, button:disabled'))
        return false
      const { width, height, left, top, right, bottom } = element.getBoundingClientRect()
      if (width < 2 || height < 2) return false
      return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight
    }
    const textOf = (element: Element) => {
      const own = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '')
        .join('')
      const after = getComputedStyle(element, '::after').content
      return `${own} ${after === 'none' || after === 'normal' ? '' : after.replace(/^"|"$/g, '')}`.trim()
    }
    return [...document.querySelectorAll(`${selector}, ${selector} *`)]
      .map((element) => ({ element, text: textOf(element) }))
      .filter(({ element, text }) => text !== '' && isSeen(element))
      .map(({ element, text }) => ({
        text,
        px: Number.parseFloat(getComputedStyle(element).fontSize) * zoomOf(element),
        contrast: contrast(element),
        where:
          element.closest('.react-flow__node')?.getAttribute('data-id') ??
          element.className.toString(),
      }))
  }, root)
}

/** Pixels by which the page could be scrolled sideways. */
export async function sideways(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}
