import { expect, type Locator, type Page, test } from '@playwright/test'
import { findings } from './axe.ts'
import { middle, panel, pod, run, setPace, thing } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

const web = (page: Page) => thing(page, /^Deployment default\/web, /)
const claim = (page: Page) => thing(page, /^PersistentVolumeClaim default\/nfs-pvc/)
const faint = (locator: Locator) =>
  locator.evaluate((element) => element.closest('.faint') !== null)

test('a lens fades by mouse and by key, moves nobody, and is remembered', async ({
  page,
  baseURL,
}) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page)
  const before = await middle(web(page))
  await page.getByRole('radio', { name: 'Storage' }).click()
  await expect.poll(() => faint(web(page))).toBe(true)
  await expect.poll(() => faint(claim(page))).toBe(false)
  expect(await middle(web(page))).toEqual(before)
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Configuration' })).toBeChecked()
  await page.locator('body').press('2')
  await expect(page.getByRole('radio', { name: 'Workloads' })).toBeChecked()
  await expect.poll(() => faint(web(page))).toBe(false)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Workloads' })).toBeChecked()
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})

test('the filter folds what is elsewhere and never what is broken', async ({ page }) => {
  await openLab(page)
  await setPace(page, '60×')
  await page
    .getByRole('group', { name: 'Panels' })
    .getByRole('button', { name: 'Terminal' })
    .click()
  await run(page, 'kubectl create namespace shop')
  await run(page, 'kubectl create deployment fine --image=nginx -n shop')
  await run(page, 'kubectl create deployment sick --image=nonsense/none')
  await expect(thing(page, /^Pod shop\/fine-.*, Running/)).toBeVisible()
  await expect(thing(page, /^Pod default\/sick-.*, (ImagePullBackOff|ErrImagePull)/)).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: /^shop, / }).check()
  await expect(thing(page, /^Pod default\/web-/)).toHaveCount(0)
  await expect(thing(page, /^Pod shop\/fine-/)).toBeVisible()
  await expect(thing(page, /^Pod default\/sick-/)).toBeVisible()
  await page.getByRole('checkbox', { name: /^shop, / }).uncheck()
  await page.getByRole('textbox', { name: /^Labels/ }).fill('app in (web)')
  await expect(thing(page, /^Pod default\/web-/)).toHaveCount(3)
  await expect(thing(page, /^Pod shop\/fine-/)).toHaveCount(0)
  await page.getByRole('textbox', { name: /^Labels/ }).fill('app=')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Show all', exact: true }).click()
  await expect(thing(page, /^Pod shop\/fine-/)).toBeVisible()
})

test('the search flies to what was looked for, by keyboard alone', async ({ page }) => {
  await openLab(page)
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  await page.locator('body').press('/')
  const input = page.getByRole('combobox', { name: 'Find on the stage' })
  await expect(input).toBeFocused()
  await page.keyboard.type('presistentvolume nfs')
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(input).toBeHidden()
  await expect(panel(page, 'Inspector')).toContainText('nfs-pv')
  const canvas = await middle(panel(page, 'Canvas'))
  await expect
    .poll(async () => {
      const { x, y } = await middle(page.locator('[aria-pressed="true"][data-thing*="|"]').first())
      return Math.hypot(x - canvas.x, y - canvas.y) < 160
    })
    .toBe(true)
})

test('the small map moves the view by pointer and by key, and closes for good', async ({
  page,
}) => {
  await openLab(page)
  const map = page.getByRole('application', { name: /^Small map/ })
  await expect(web(page)).toBeVisible()
  await expect(map).toBeHidden()
  for (let press = 0; press < 3; press++)
    await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(map).toBeVisible()
  expect(await findings(page)).toEqual([])
  const before = await middle(web(page))
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await middle(web(page))).x).toBeLessThan(before.x - 20)
  await map.click({ position: { x: 4, y: 4 } })
  await expect.poll(async () => (await middle(web(page))).x).toBeGreaterThan(before.x)
  await page.getByRole('button', { name: 'Close the small map' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page.getByRole('button', { name: 'Small map', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await expect(map).toBeHidden()
})

test('every group folds and unfolds, and stays as it was left', async ({ page }) => {
  await openLab(page)
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  await page.getByRole('button', { name: 'Fold w1-k8s' }).click()
  await expect(pod(page, 'web-.*')).toHaveCount(2)
  const heading = page.getByRole('button', { name: 'Storage', exact: true })
  await heading.focus()
  await page.keyboard.press('Enter')
  await expect(claim(page)).toHaveCount(0)
  expect(await findings(page)).toEqual([])
  await page.reload()
  await expect(pod(page, 'web-.*')).toHaveCount(2)
  await expect(claim(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Unfold w1-k8s' }).click()
  await heading.press('Enter')
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  await expect(claim(page)).toBeVisible()
})
