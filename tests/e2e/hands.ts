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

/** Types a line into the terminal without waiting for its end. */
export async function type(page: Page, line: string): Promise<void> {
  const input = page.getByRole('textbox', { name: 'Terminal input' })
  await input.fill(line)
  await input.press('Enter')
}

/** The terminal's log; the narration has another one. */
export function terminalLog(page: Page): Locator {
  return panel(page, 'Terminal').getByRole('log')
}

/** The last command in the terminal's log, with its output. */
export function lastBlock(page: Page): Locator {
  return terminalLog(page).locator(':scope > div').last()
}

/** Runs a line to its end; gives what the log shows of it, the line itself first. */
export async function run(page: Page, line: string): Promise<string> {
  await type(page, line)
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

async function middle(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('nothing to put the pointer on')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Takes a thing into the hand and holds it over another. */
export async function carry(page: Page, what: Locator, over: Locator): Promise<void> {
  await expect(what).toBeVisible()
  const from = await middle(what)
  const to = await middle(over)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 10, from.y + 4, { steps: 2 })
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
