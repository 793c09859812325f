import { expect, type Page } from '@playwright/test'

export interface LabChoice {
  readonly lang?: 'en' | 'ko'
  readonly theme?: 'dark' | 'light' | 'projector'
  readonly lab?: string
  readonly seed?: number
  /** How far the page has come when the test goes on: its panels, or only the stage, which is there before them. */
  readonly until?: 'panels' | 'stage'
}

/** What went wrong on a page while it was watched; all lists empty is well. */
export interface Troubles {
  /** Addresses asked for outside the page's own origin. */
  readonly foreign: string[]
  /** Requests to the own origin that failed or were answered with an error. */
  readonly failed: string[]
  /** Errors on the console and exceptions that nothing caught. */
  readonly errors: string[]
  /** Directives of the Content-Security-Policy that were broken, with what broke them. */
  readonly policy: string[]
}

/** Starts noting troubles. Call it before the page opens. */
export async function watchTroubles(page: Page, origin: string): Promise<Troubles> {
  const troubles: Troubles = { foreign: [], failed: [], errors: [], policy: [] }
  page.on('request', (request) => {
    const url = request.url()
    const own = new URL(url).origin === new URL(origin).origin
    if (!own && !/^(data|blob):/.test(url)) troubles.foreign.push(url)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.failed.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.errors.push(message.text())
  })
  page.on('pageerror', (error) => troubles.errors.push(error.message))
  await page.exposeFunction('orreryNotePolicy', (text: string) => troubles.policy.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note: unknown = Reflect.get(window, 'orreryNotePolicy')
      const { violatedDirective: directive, blockedURI: blocked } = event
      if (typeof note === 'function') note(`${directive} by ${blocked}`)
    })
  })
  return troubles
}

/** What only the panels' own frame has: a desk's parts, or the places of a phone. */
const FRAME = 'main [data-panel], main nav'

/**
 * Opens the page with a lab (the book's, seed 1, in English unless told otherwise) and waits for what a person would
 * wait for before doing anything: the stage, and the panels around it.
 */
export async function openLab(page: Page, choice: LabChoice = {}): Promise<void> {
  const { lang = 'en', theme = 'dark', lab = 'book', seed = 1, until = 'panels' } = choice
  const query = new URLSearchParams({ lang, theme, lab, seed: String(seed) })
  await page.goto(`./?${query}`)
  const canvas =
    lang === 'en' ? page.getByRole('region', { name: 'Canvas', exact: true }) : page.locator('main')
  await expect(canvas).toBeVisible({ timeout: 30_000 })
  if (until === 'panels')
    await expect(page.locator(FRAME).first()).toBeAttached({ timeout: 30_000 })
}
