import { expect, type Page, test } from '@playwright/test'
import { lastBlock, openPanel, panel, pod, run, setPace, thing, type } from './hands.ts'
import { openLab } from './page.ts'

/** Virtual seconds since the lab began, as the shell counts them. */
async function virtualTime(page: Page): Promise<number> {
  await type(page, 'lab at')
  await expect(lastBlock(page)).toContainText(/\(\d+(\.\d+)?s\)/)
  const text = await lastBlock(page).innerText()
  return Number(/\((\d+(?:\.\d+)?)s\)/.exec(text)?.[1])
}

test('pause stops virtual time, a step does one action', async ({ page }) => {
  await openLab(page)
  await setPace(page, 'Pause')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(thing(page, 'Deployment default/web, 3/4 ready')).toBeVisible()
  const before = await virtualTime(page)
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  for (let steps = 0; steps < 12 && (await pod(page, 'web-.*').count()) < 4; steps++) {
    await setPace(page, 'Step')
  }
  await expect(pod(page, 'web-.*', 'Pending')).toHaveCount(1)
  await setPace(page, 'Step')
  expect((await virtualTime(page)) - before).toBeLessThan(5)
  await setPace(page, 'Pause')
  await expect(page.getByRole('button', { name: 'Slow', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(pod(page, 'web-.*', 'Running')).toHaveCount(4, { timeout: 20_000 })
})

test('60 times is faster than real time', async ({ page }) => {
  await openLab(page)
  await run(page, 'true')
  const speed = async (pace: '1×' | '60×') => {
    await setPace(page, pace)
    const [wall, virtual] = [Date.now(), await virtualTime(page)]
    await expect.poll(() => Date.now() - wall, { intervals: [100] }).toBeGreaterThan(1500)
    return ((await virtualTime(page)) - virtual) / ((Date.now() - wall) / 1000)
  }
  const one = await speed('1×')
  const sixty = await speed('60×')
  expect(one).toBeLessThan(1.6)
  expect(sixty).toBeGreaterThan(10 * one)
})

test('until quiet plays everything out and goes back to the pace before', async ({ page }) => {
  await openLab(page)
  await setPace(page, 'Pause')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await setPace(page, 'Until quiet')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Slow', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('in slow motion each action is told and marked on the timeline', async ({ page }) => {
  await openLab(page)
  await openPanel(page, 'Timeline')
  await setPace(page, 'Slow')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  const strip = page.getByRole('status', { name: 'Narration' })
  await expect(strip).toContainText('scaled Deployment web from 3 to 4')
  await expect(strip).toContainText('set ReplicaSet')
  await expect(strip).toContainText('created Pod')
  await expect(strip).toContainText('chose node')
  const mark = panel(page, 'Timeline').getByRole('button', { name: /^Scheduler chose node/ })
  await expect(mark).toBeVisible()
  await mark.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tabpanel')).toContainText(
    'kubectl scale deployment web --replicas=4',
  )
})
