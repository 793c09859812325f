import { expect, type Locator, type Page } from '@playwright/test'

type Pace = 'Pause' | 'Step' | 'Slow' | '1×' | '10×' | '60×' | 'Until quiet'

export function panel(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** Things on the canvas by their accessible name. */
export function thing(page: Page, name: string | RegExp): Locator {
  return panel(page, 'Canvas').getByRole('button', { name })
}

/** The tile of one pod; the status is the word in its name. */
export function pod(page: Page, name: string, status = '[^,]+'): Locator {
  return thing(page, new RegExp(`^Pod default/${name}, ${status}(, on [\\w-]+)?$`))
}

/** Unfolds a panel that a small screen begins without. */
export async function openPanel(page: Page, name: string): Promise<void> {
  const toggle = page
    .getByRole('group', { name: 'Panels' })
    .getByRole('button', { name, exact: true })
  if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click()
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
}

export async function setPace(page: Page, pace: Pace): Promise<void> {
  await page
    .getByRole('group', { name: 'Pace' })
    .getByRole('button', { name: pace, exact: true })
    .click()
}

/** The full name of the thing that the locator points at, `default/web-5c9f-x2x4d`. */
export async function nameOf(locator: Locator): Promise<string> {
  const label = (await locator.getAttribute('aria-label')) ?? ''
  return label.replace(/^\S+ /, '').replace(/,.*$/, '')
}

/** Types a line into the terminal without waiting for its end; what ran before has to be over. */
export async function type(page: Page, line: string): Promise<void> {
  const input = page.getByRole('textbox', { name: 'Terminal input' })
  await expect(page.getByText('^C stops it')).toBeHidden()
  await input.fill(line)
  await input.press('Enter')
}

/** The terminal's log; the narration has another one. */
export function terminalLog(page: Page): Locator {
  return panel(page, 'Terminal').getByRole('log')
}

const blocks = (page: Page) => terminalLog(page).locator(':scope > div')

/** The last command in the terminal's log, with its output. */
export function lastBlock(page: Page): Locator {
  return blocks(page).last()
}

/** Runs a line to its end; gives what the log shows of it, the line itself first. */
export async function run(page: Page, line: string): Promise<string> {
  await page.getByRole('textbox', { name: 'Terminal input' }).waitFor()
  const before = await blocks(page).count()
  await type(page, line)
  // The shell, when a line is the first to need it, is large.
  await expect(blocks(page)).toHaveCount(before + 1, { timeout: 30_000 })
  await expect(lastBlock(page)).toContainText(line.split('\n')[0] ?? line)
  await expect(page.getByText('^C stops it')).toBeHidden()
  await expect(page.getByText('Loading the shell …')).toBeHidden()
  return lastBlock(page).innerText()
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Apply YAML' })
}

/** Opens the dialog, pastes a manifest and presses Apply. */
export async function applyYaml(page: Page, yaml: string): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Apply/ })
    .click()
  await dialog(page).getByRole('textbox', { name: 'Manifest' }).fill(yaml)
  await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
}

/** Drops a file on the page. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content ?? ''], file ?? '', { type: 'text/plain' }))
      return transfer
    },
    [name, text],
  )
  await page.locator('main').dispatchEvent('dragover', { dataTransfer })
  await page.locator('main').dispatchEvent('drop', { dataTransfer })
}

interface Spot {
  readonly x: number
  readonly y: number
}

/** The middle of something that has come to rest: what glides or grows is waited for. */
export async function middle(locator: Locator): Promise<Spot> {
  let seen: Spot | undefined
  const rests = async () => {
    const box = await locator.boundingBox()
    const now = box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : undefined
    const same = now !== undefined && now.x === seen?.x && now.y === seen.y
    seen = now
    return same
  }
  await expect.poll(rests, { message: `${locator} rests`, intervals: [80] }).toBe(true)
  if (!seen) throw new Error(`${locator} is nowhere`)
  return seen
}

/** What the hand holds, be it by mouse or by a finger that stayed long enough. */
export function held(page: Page): Locator {
  return page.locator('[data-held]')
}

/**
 * Writes down every value that a text or an attribute has from now on, however short it stays. Gives what was seen
 * so far, the first one first.
 */
export async function follow(
  locator: Locator,
  attribute?: string,
): Promise<() => Promise<readonly string[]>> {
  const list = await locator.evaluateHandle((element, name) => {
    const read = () => (name ? element.getAttribute(name) : element.textContent) ?? ''
    const seen = [read()]
    const note = () => {
      if (seen.at(-1) !== read()) seen.push(read())
    }
    const what = name
      ? { attributes: true, attributeFilter: [name] }
      : { childList: true, characterData: true, subtree: true }
    new MutationObserver(note).observe(element, what)
    return seen
  }, attribute)
  return () => list.jsonValue()
}

/** Takes a thing into the hand and holds it over another. */
export async function carry(page: Page, what: Locator, over: Locator): Promise<void> {
  await expect(what).toBeVisible()
  const from = await middle(what)
  const to = await middle(over)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 10, from.y + 4, { steps: 2 })
  await expect(held(page)).toBeVisible()
  await page.mouse.move(to.x, to.y, { steps: 6 })
}

export async function drop(page: Page): Promise<void> {
  await page.mouse.up()
}

/** The command lines that the page shows for what the hands did. */
export function toasts(page: Page): Locator {
  return page.getByRole('list', { name: 'Recent actions' })
}

/** A pod without a controller, so that its name is known. */
export function podYaml(name: string, spec = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
${spec}  containers:
    - name: main
      image: nginx
`
}
