import { expect, type Page, test } from '@playwright/test'
import { follow, openPanel, panel, pod, run, setPace, thing } from './hands.ts'
import { openLab } from './page.ts'

/** Virtual seconds since the lab began, as the shell counts them. */
async function virtualTime(page: Page): Promise<number> {
  const text = await run(page, 'lab at')
  return Number(/\((\d+(?:\.\d+)?)s\)/.exec(text)?.[1])
}

test('pause stops virtual time, a step does one action', async ({ page }) => {
  await openLab(page)
  await setPace(page, 'Pause')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(thing(page, 'Deployment default/web, 3/4 ready')).toBeVisible()
  const before = await virtualTime(page)
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  const journal = page.getByText(/^journal rv /)
  for (let steps = 0; steps < 12 && (await pod(page, 'web-.*').count()) < 4; steps++) {
    const rv = (await journal.textContent()) ?? ''
    await setPace(page, 'Step')
    // One that took its share of the frame without an action is no step yet.
    await expect(journal).not.toHaveText(rv)
  }
  await expect(pod(page, 'web-.*', 'Pending')).toHaveCount(1)
  await setPace(page, 'Step')
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  expect((await virtualTime(page)) - before).toBeLessThan(5)
  await setPace(page, 'Pause')
  await expect(page.getByRole('button', { name: 'Slow', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(pod(page, 'web-.*', 'Running')).toHaveCount(4, { timeout: 20_000 })
})

test('a page on which nothing happens draws nothing', async ({ page }) => {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window)
    Reflect.set(window, 'frames', 0)
    window.requestAnimationFrame = (draw) => {
      Reflect.set(window, 'frames', Number(Reflect.get(window, 'frames')) + 1)
      return ask(draw)
    }
  })
  await openLab(page)
  await run(page, 'true')
  const framesIn = async (ms: number) => {
    const count = () => page.evaluate(() => Number(Reflect.get(window, 'frames')))
    const before = await count()
    await page.waitForTimeout(ms)
    return (await count()) - before
  }
  await setPace(page, 'Pause')
  await expect.poll(() => framesIn(1000), { timeout: 30_000 }).toBe(0)
  expect(await framesIn(1500)).toBe(0)
  // It wakes for what is done, and stands again.
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect.poll(() => framesIn(300), { intervals: [0] }).toBeGreaterThan(0)
  await expect.poll(() => framesIn(1000), { timeout: 30_000 }).toBe(0)
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
  const telling = await follow(page.getByRole('status', { name: 'Narration' }))
  const heard = async () => (await telling()).join('\n')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  for (const said of [
    /scaled Deployment web from 3 to 4/,
    /set ReplicaSet/,
    /created Pod/,
    /chose node/,
  ])
    await expect.poll(heard, { timeout: 20_000 }).toMatch(said)
  // Each in its turn, none of them swallowed by the next.
  expect(await heard()).toMatch(
    /scaled Deployment web from 3 to 4.*set ReplicaSet.*created Pod.*chose node/s,
  )
  const mark = panel(page, 'Timeline').getByRole('button', { name: /^Scheduler chose node/ })
  await expect(mark).toBeVisible()
  await mark.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tabpanel')).toContainText(
    'kubectl scale deployment web --replicas=4',
  )
})
