import { expect, type Locator, type Page, test } from '@playwright/test'
import {
  dialog,
  held,
  middle,
  nameOf,
  openPanel,
  panel,
  pod,
  podYaml,
  run,
  setPace,
  thing,
  toasts,
  type,
} from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

test.describe.configure({ mode: 'parallel' })

const WEB = 'web-.*'
const web = (page: Page, ready: string) => thing(page, `Deployment default/web, ${ready} ready`)
const claim = (page: Page, state: string) =>
  thing(page, `PersistentVolumeClaim default/nfs-pvc, ${state}`)
const undoOf = (page: Page, line: string) =>
  page.getByRole('button', { name: new RegExp(`^Undo: ${line}`) })

test('a first visit opens in motion, once', async ({ page, baseURL }) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await page.goto('./?lang=en')
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await expect(thing(page, /^Deployment default\/welcome, [0-2]\/2 ready$/)).toBeVisible()
  await page.getByRole('button', { name: 'Skip to the end' }).click()
  await expect(thing(page, 'Deployment default/welcome, 2/2 ready')).toBeVisible()
  await expect(pod(page, 'welcome-.*', 'Running')).toHaveCount(2)
  expect(await run(page, 'kubectl get deployment welcome')).toMatch(/welcome\s+2\/2\s+2\s+2/)
  await page.reload()
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await expect(page.getByText('Loading the engine')).toHaveCount(0)
  expect(await run(page, 'kubectl get deployments -o name')).not.toContain('welcome')
  await expect(thing(page, /^Deployment default\/welcome,/)).toHaveCount(0)
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})

test('by mouse: delete, scale, bind, terminal, back and forth', async ({ page, baseURL }) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page)
  await setPace(page, '10×')
  const victim = (await nameOf(pod(page, WEB, 'Running').first())).replace('default/', '')
  await pod(page, victim).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(pod(page, victim)).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(web(page, '4/4')).toBeVisible()
  await thing(page, /^PersistentVolume nfs-pv,/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Reserve for claim…' }).click()
  await page.getByRole('menuitem', { name: 'default/nfs-pvc' }).click()
  await expect(claim(page, 'Bound')).toBeVisible()
  expect(await run(page, 'kubectl get pvc nfs-pvc')).toMatch(/nfs-pvc\s+Bound\s+nfs-pv/)
  await undoOf(page, 'kubectl patch pv').click()
  await expect(claim(page, 'Pending')).toBeVisible()
  await undoOf(page, 'kubectl scale').click()
  await expect(web(page, '3/3')).toBeVisible()
  expect(await run(page, 'kubectl get deployment web')).toMatch(/web\s+3\/3/)
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})

test('by keyboard alone: delete, bind, apply, terminal, undo and redo, lens, back', async ({
  page,
}) => {
  await openLab(page)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  const keys = page.keyboard
  await keys.press('Control+k')
  await keys.type('pace 10')
  await expect(page.getByRole('option').first()).toContainText('10')
  await keys.press('Enter')
  const first = pod(page, WEB, 'Running').first()
  const victim = (await nameOf(first)).replace('default/', '')
  await first.focus()
  await keys.press('Delete')
  await keys.press('Enter')
  await expect(pod(page, victim)).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  // The scheduler's lamp is a switch; a pod that waits is bound from its menu.
  await thing(page, 'Scheduler, running').focus()
  await keys.press('Enter')
  await expect(thing(page, 'Scheduler, stopped')).toBeVisible()
  await page.locator('body').press('a')
  await expect(dialog(page).getByRole('textbox', { name: 'Manifest' })).toBeFocused()
  await keys.insertText(podYaml('typed'))
  await keys.press('Control+Enter')
  await expect(dialog(page)).toBeHidden()
  await pod(page, 'typed', 'Pending').focus()
  await keys.press('m')
  await page.getByRole('menuitem', { name: 'Bind to node…' }).press('Enter')
  await page.getByRole('menuitem', { name: /^w2-k8s/ }).press('Enter')
  await expect(thing(page, 'Pod default/typed, Running, on w2-k8s')).toBeVisible()
  await thing(page, 'Scheduler, stopped').press('Enter')
  await expect(thing(page, 'Scheduler, running')).toBeVisible()
  await type(page, 'kubectl scale deployment web --replicas=5')
  await expect(web(page, '5/5')).toBeVisible()
  // In the terminal the keys would undo what was typed: out of it, to the next landmark.
  await keys.press('F6')
  await keys.press('Control+z')
  await expect(web(page, '3/3')).toBeVisible()
  await keys.press('Control+Shift+z')
  await expect(web(page, '5/5')).toBeVisible()
  expect(await run(page, 'kubectl get pods -o name')).toMatch(/(pod\/web-\S+\s+){5}/)
  await keys.press('F6')
  await keys.press('4')
  await expect(page.getByRole('radio').nth(3)).toBeChecked()
  await keys.press(',')
  await expect(page.getByRole('status', { name: 'Narration' })).toContainText('You are in the past')
})

test('what is typed while a window is still being fetched is not lost', async ({ page }) => {
  let open: () => void = () => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  await page.route(/PopupBodies-[^/]*\.js$/, async (route) => {
    await passed
    return route.continue()
  })
  await openLab(page)
  await setPace(page, '10×')
  await thing(page, /^Deployment default\/web,/).focus()
  await page.keyboard.press('s')
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  open()
  await expect(toasts(page)).toContainText('kubectl scale deployment web --replicas=5')
  await expect(web(page, '5/5')).toBeVisible()
  // Once it is there, keys belong to the page again.
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test.describe('by touch', () => {
  test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true })

  /** A finger that stays until the menu comes. */
  async function press(page: Page, on: Locator): Promise<void> {
    const finger = await page.context().newCDPSession(page)
    const at = await middle(on)
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
    await expect(held(page)).toBeVisible()
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect(page.getByRole('menu')).toBeVisible()
  }

  test('delete, scale, bind, undo and redo, lens, search, back', async ({ page, baseURL }) => {
    const troubles = await watchTroubles(page, baseURL ?? '')
    await openLab(page)
    await page.getByRole('group', { name: 'Pace' }).getByRole('button', { name: '10×' }).tap()
    const victim = (await nameOf(pod(page, WEB, 'Running').first())).replace('default/', '')
    await press(page, pod(page, victim))
    await page.getByRole('menuitem', { name: 'Delete…' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).tap()
    await expect(pod(page, victim)).toHaveCount(0)
    await expect(pod(page, WEB, 'Running')).toHaveCount(3)
    await page.getByRole('button', { name: 'Scale web up to 4' }).tap()
    await expect(web(page, '4/4')).toBeVisible()
    await press(page, thing(page, /^PersistentVolume nfs-pv,/))
    await page.getByRole('menuitem', { name: 'Reserve for claim…' }).tap()
    await page.getByRole('menuitem', { name: 'default/nfs-pvc' }).tap()
    await expect(claim(page, 'Bound')).toBeVisible()
    await undoOf(page, 'kubectl patch pv').tap()
    await expect(claim(page, 'Pending')).toBeVisible()
    await page.getByRole('button', { name: /^Redo: kubectl patch pv/ }).tap()
    await expect(claim(page, 'Bound')).toBeVisible()
    const storage = page.getByRole('radio', { name: 'Storage' })
    await storage.locator('xpath=ancestor-or-self::label').or(storage).first().tap()
    await expect(storage).toBeChecked()
    await page.getByRole('button', { name: /^Find on the stage/ }).tap()
    const find = page.getByRole('combobox', { name: 'Find on the stage' })
    await expect(find).toBeFocused()
    await page.keyboard.insertText('w3-k8s')
    await page.getByRole('option').filter({ hasText: 'w3-k8s' }).first().tap()
    await expect(find).toBeHidden()
    await expect(thing(page, /^Node w3-k8s,/)).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: 'Back', exact: true }).tap()
    await expect(page.getByRole('status', { name: 'Narration' })).toContainText(
      'You are in the past',
    )
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })
})

test('the timeline keeps up with what was done', async ({ page }) => {
  await openLab(page)
  await openPanel(page, 'Timeline')
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(
    panel(page, 'Timeline').getByRole('button', { name: /^You scaled Deployment web/ }),
  ).toBeVisible()
})
