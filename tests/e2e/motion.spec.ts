import { expect, type Page, test } from '@playwright/test'
import { pod, run, setPace, thing, type } from './hands.ts'
import { openLab } from './page.ts'

/** Seconds that a pod's tile counts down, as the eye sees them. */
async function secondsOn(page: Page, name: string): Promise<number> {
  const figure = page.locator(`[data-thing="Pod|default/${name}"] [data-text$="s"]`).last()
  await expect(figure).toBeVisible()
  return Number.parseInt((await figure.getAttribute('data-text')) ?? '', 10)
}

test('a pod that is deleted counts its grace period down, and stands still with the stage', async ({
  page,
}) => {
  await openLab(page)
  await run(page, 'kubectl run slow --image=busybox -- sleep 3600')
  await setPace(page, '10×')
  await expect(pod(page, 'slow', 'Running')).toBeVisible()
  await setPace(page, '1×')
  await type(page, 'kubectl delete pod slow')
  await expect(pod(page, 'slow', 'Terminating')).toBeVisible()
  const first = await secondsOn(page, 'slow')
  expect(first).toBeGreaterThan(15)
  expect(first).toBeLessThanOrEqual(30)
  await expect.poll(() => secondsOn(page, 'slow')).toBeLessThan(first - 1)
  await setPace(page, 'Pause')
  const stood = await secondsOn(page, 'slow')
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
  await expect(tile).toHaveAttribute('data-stage', 'backOff', { timeout: 20_000 })
  await setPace(page, '1×')
  await expect(tile).toHaveAccessibleName(/ImagePullBackOff/)
  const first = await secondsOn(page, 'bad')
  await expect.poll(() => secondsOn(page, 'bad')).toBeLessThan(first)
})

test('going back takes actions back one by one, and forward they happen again', async ({
  page,
}) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await setPace(page, 'Until quiet')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  const names = await page.locator('[data-thing^="Pod|default/web"]').evaluateAll(idsOf)
  for (let presses = 0; presses < 14; presses++) {
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    if (await thing(page, 'Deployment default/web, 3/3 ready').isVisible()) break
    await page.waitForTimeout(450)
  }
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
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
  const panel = page
    .getByRole('group', { name: 'Panels' })
    .getByRole('button', { name: 'Timeline' })
  if ((await panel.getAttribute('aria-pressed')) !== 'true') await panel.click()
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
  const facts: unknown[] = []
  for (let steps = 0; steps < 4; steps++) {
    await setPace(page, 'Step')
    // The stage plays the step out, then stands.
    await page.waitForTimeout(1200)
    facts.push(
      await page.evaluate(() => ({
        messages: [...document.querySelectorAll('.react-flow g[data-sort]')]
          .filter((one) => (one as SVGElement).style.display !== 'none')
          .map((one) => one.getAttribute('data-sort'))
          .sort(),
        verdicts: [...document.querySelectorAll('[data-chip]')].map((one) => one.textContent),
        pods: [...document.querySelectorAll('[data-stage]')].map(
          (one) => `${one.getAttribute('data-thing')} ${one.getAttribute('data-stage')}`,
        ),
      })),
    )
  }
  return facts
}

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
