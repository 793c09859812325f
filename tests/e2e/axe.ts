import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/**
 * Serious and critical findings of axe on the page as it is now, or on a part of it, each as one readable line. No rule
 * that is asked needs sheets and sounds fetched once more.
 */
export async function findings(page: Page, part?: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found = await page.evaluate(async (selector): Promise<readonly Finding[]> => {
    const axe = Reflect.get(window, 'axe')
    const options = { resultTypes: ['violations'], preload: false }
    return (await axe.run(selector ?? document, options)).violations
  }, part)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`,
      ),
    )
}

/** Fails with what axe finds, and says in which view. */
export async function expectClean(page: Page, view: string, part?: string): Promise<void> {
  expect.soft(await findings(page, part), view).toEqual([])
}
