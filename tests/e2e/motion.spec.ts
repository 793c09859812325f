import { expect, type Page, test } from '@playwright/test'
import { openPanel, pod, run, setPace, thing, type } from './hands.ts'
import { openLab } from './page.ts'

/** Seconds that a pod's tile counts down, as the eye sees them; while time runs there may be none. */
async function secondsOn(page: Page, name: string): Promise<number> {
  const figure = page.locator(`[data-thing="Pod|default/${name}"] [data-text$="s"]`).last()
  return figure
    .getAttribute('data-text', { timeout: 1000 })
    .then((text) => Number.parseInt(text ?? '', 10))
    .catch(() => Number.NaN)
}

/** Stops virtual time as soon as a tile counts at least so many seconds, and gives what it shows then. */
async function stopAt(page: Page, name: string, least: number): Promise<number> {
  await expect
    .poll(() => secondsOn(page, name), { timeout: 30_000, intervals: [50] })
    .toBeGreaterThanOrEqual(least)
  await setPace(page, 'Pause')
  return secondsOn(page, name)
}

test('a pod that is deleted counts its grace period down, and stands still with the stage', async ({
  page,
}) => {
  await openLab(page)
  await run(page, 'kubectl run slow --image=busybox -- sleep 3600')
  await setPace(page, '10×')
  await expect(pod(page, 'slow', 'Running')).toBeVisible()
  // In a pause nothing passes between the request and the look at it.
  await setPace(page, 'Pause')
  await type(page, 'kubectl delete pod slow')
  await expect(pod(page, 'slow', 'Terminating')).toBeVisible()
  await expect.poll(() => secondsOn(page, 'slow')).toBe(30)
  await setPace(page, '1×')
  await expect.poll(() => secondsOn(page, 'slow'), { intervals: [200] }).toBeLessThan(29)
  await setPace(page, 'Pause')
  const stood = await secondsOn(page, 'slow')
  expect(stood).toBeGreaterThan(0)
  const before = Date.now()
  await expect.poll(() => Date.now() - before, { intervals: [300] }).toBeGreaterThan(1500)
  expect(await secondsOn(page, 'slow')).toBe(stood)
  await setPace(page, '10×')
  await expect(pod(page, 'slow')).toHaveCount(0)
})

test('a missing image counts down to the next try', async ({ page }) => {
  await openLab(page)
  await run(page, 'kubectl run bad --image=nosuch.invalid/x:1')
  await setPace(page, '10×')
  const tile = page.locator('[data-thing="Pod|default/bad"]')
  await expect(tile).toHaveAttribute('data-stage', 'backOff', { timeout: 30_000 })
  // Each wait is longer than the one before; with time to spare it is looked at standing, then counting.
  let first = 0
  let state = ''
  while (!(first >= 8 && /ImagePullBackOff/.test(state))) {
    await setPace(page, '10×')
    first = await stopAt(page, 'bad', 15)
    state = (await tile.getAttribute('aria-label')) ?? ''
  }
  await expect(tile).toHaveAttribute('data-stage', 'backOff')
  expect(await secondsOn(page, 'bad')).toBe(first)
  await setPace(page, '1×')
  await expect.poll(() => secondsOn(page, 'bad'), { intervals: [200] }).toBeLessThan(first)
})

test('going back takes actions back one by one, and forward they happen again', async ({
  page,
}) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await setPace(page, 'Until quiet')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  const names = await page.locator('[data-thing^="Pod|default/web"]').evaluateAll(idsOf)
  // Each press plays one action backwards and stands before it.
  await expect(async () => {
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible({ timeout: 450 })
  }).toPass({ intervals: [0], timeout: 30_000 })
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  const strip = page.getByRole('status', { name: 'Narration' })
  await expect(strip).toContainText('You are in the past')
  await strip.getByRole('button', { name: /To the present/ }).click()
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  expect(await page.locator('[data-thing^="Pod|default/web"]').evaluateAll(idsOf)).toEqual(names)
  await expect(strip).not.toContainText('You are in the past')
})

test('the head of the timeline moves by keys; acting in the past begins another future', async ({
  page,
}) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await setPace(page, 'Until quiet')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  await openPanel(page, 'Timeline')
  const head = page.getByRole('slider', { name: 'Moment' })
  await head.focus()
  await page.keyboard.press('Home')
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(thing(page, 'Deployment default/web, 3/4 ready')).toBeVisible()
  await page.keyboard.press('Home')
  await run(page, 'kubectl scale deployment web --replicas=1')
  const strip = page.getByRole('status', { name: 'Narration' })
  await expect(strip).toContainText('later changes are forgotten')
  await setPace(page, 'Until quiet')
  await expect(thing(page, 'Deployment default/web, 1/1 ready')).toBeVisible()
})

/** What the stage tells after some steps: messages by their sort, verdicts by machine, stages of pods. */
async function factsOf(page: Page): Promise<unknown> {
  await openLab(page)
  await setPace(page, 'Pause')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  const facts = [await factsAtRest(page)]
  for (let steps = 0; steps < 4; steps++) {
    await setPace(page, 'Step')
    facts.push(await factsAtRest(page))
  }
  return facts
}

/** The stage plays an action out, then stands; on a slow machine that takes longer. */
async function factsAtRest(page: Page): Promise<unknown> {
  await page.waitForTimeout(1100)
  let last = ''
  const rests = async () => {
    const before = last
    last = JSON.stringify(await factsNow(page))
    return last === before
  }
  await expect.poll(rests, { intervals: [300] }).toBe(true)
  return JSON.parse(last)
}

const factsNow = (page: Page) =>
  page.evaluate(() => ({
    messages: [...document.querySelectorAll('.react-flow g[data-sort]')]
      .filter((one) => (one as SVGElement).style.display !== 'none')
      .map((one) => one.getAttribute('data-sort'))
      .sort(),
    verdicts: [...document.querySelectorAll('[data-chip]')].map((one) => one.textContent),
    pods: [...document.querySelectorAll('[data-stage]')].map(
      (one) => `${one.getAttribute('data-thing')} ${one.getAttribute('data-stage')}`,
    ),
  }))

test('without movement the stage tells the same facts', async ({ page }) => {
  const moving = await factsOf(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const still = await factsOf(page)
  expect(still).toEqual(moving)
  expect(JSON.stringify(moving)).toContain('chosen')
  expect(JSON.stringify(moving)).toContain('create')
})

function idsOf(elements: readonly Element[]): readonly (string | null)[] {
  return elements.map((one) => one.getAttribute('data-thing')).sort()
}
