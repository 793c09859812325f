import { basename } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { readManifest, split } from '../../tools/size.mjs'
import { pod } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

const names = (files: readonly string[]) => files.map((file) => basename(file))
const isScript = (url: URL) => url.pathname.endsWith('.js')
const nameOf = (url: string) => basename(new URL(url).pathname)

test('the stage is painted by what is counted as the first picture, and by nothing else', async ({
  page,
}) => {
  const first = names(split(readManifest(), 'en').first.js)
  const held: string[] = []
  await page.route(isScript, async (route) => {
    const name = nameOf(route.request().url())
    if (first.includes(name)) return route.continue()
    // Never answered.
    held.push(name)
  })
  await openLab(page, { until: 'stage' })
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  await expect(page.getByRole('region', { name: 'Control plane' })).toContainText('journal rv')
  expect(held.length).toBeGreaterThan(0)
})

test('what follows by itself is what is counted as that', async ({ page }) => {
  const { first, following } = split(readManifest(), 'en')
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script' || request.url().endsWith('.js'))
      asked.add(nameOf(request.url()))
  })
  await openLab(page, { until: 'stage' })
  await expect(page.getByRole('region', { name: 'Terminal', exact: true })).toBeVisible()
  await page.waitForLoadState('networkidle')
  const counted = names([...first.js, ...following.js])
  expect([...asked].filter((name) => !counted.includes(name))).toEqual([])
  expect([...asked].some((name) => names(following.js).includes(name))).toBe(true)
})

/** Where the stage and its boxes stand on the screen, to the pixel. */
function places(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.react-flow, .react-flow__node')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return [element.getAttribute('data-id'), x, y, width, height]
        .map((one) => (typeof one === 'number' ? Math.round(one) : one))
        .join(' ')
    }),
  )
}

/** Something that is waited for until it is let go. */
function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open: () => void = () => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

test('panels and engine arrive without moving anything; what was asked for before is done', async ({
  page,
  baseURL,
}) => {
  const [panels, engine] = [gate(), gate()]
  await page.route(isScript, async (route) => {
    const name = nameOf(route.request().url())
    if (name.startsWith('Desk-')) await panels.passed
    if (name.startsWith('engine-')) await engine.passed
    return route.continue()
  })
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page, { until: 'stage' })
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  const before = await places(page)
  expect(before.length).toBeGreaterThan(8)
  panels.open()
  await expect(page.getByRole('region', { name: 'Terminal', exact: true })).toBeVisible()
  expect(await places(page)).toEqual(before)
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(page.getByText('kubectl scale deployment web --replicas=4')).toBeVisible()
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  engine.open()
  await expect(pod(page, 'web-.*')).toHaveCount(4)
  expect(troubles.errors).toEqual([])
})

test('whoever walks on the stage by keys keeps their place when the panels arrive', async ({
  page,
}) => {
  const panels = gate()
  await page.route(isScript, async (route) => {
    if (nameOf(route.request().url()).startsWith('Desk-')) await panels.passed
    return route.continue()
  })
  await openLab(page, { until: 'stage' })
  const machine = page.getByRole('button', { name: /^Node w1-k8s,/ })
  await machine.focus()
  await page.keyboard.press('F6')
  await page.keyboard.press('Shift+F6')
  const here = page.locator(':focus')
  const name = await here.evaluate((element) => element.outerHTML)
  await expect(page.locator('#stage').locator(here)).toHaveCount(1)
  panels.open()
  await expect(page.getByRole('region', { name: 'Terminal', exact: true })).toBeVisible()
  await expect(here).toHaveCount(1)
  expect(await here.evaluate((element) => element.outerHTML)).toBe(name)
})

async function journalOf(page: Page): Promise<number> {
  const text = await page.getByText(/^journal rv /).textContent()
  return Number(text?.replace(/\D/g, ''))
}

test('without an engine the picture stays and says so, and goes on when it comes after all', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const engine = names(split(readManifest(), 'en').following.js).filter((name) =>
    /^engine-/.test(name),
  )
  expect(engine).toHaveLength(1)
  let online = false
  await page.route(isScript, (route) =>
    engine.includes(nameOf(route.request().url())) && !online ? route.abort() : route.continue(),
  )
  await openLab(page, { until: 'stage' })
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  const alert = page.getByRole('alert').filter({ hasText: 'engine could not be loaded' })
  await expect(alert).toBeVisible({ timeout: 30_000 })
  const before = await journalOf(page)
  online = true
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(alert).toBeHidden()
  // It lives: its journal grows.
  await expect.poll(async () => await journalOf(page), { timeout: 30_000 }).toBeGreaterThan(before)
})
