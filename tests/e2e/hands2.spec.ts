import { expect, type Page, test } from '@playwright/test'
import {
  applyYaml,
  carry,
  dialog,
  drop,
  nameOf,
  pod,
  run,
  setPace,
  thing,
  toasts,
} from './hands.ts'
import { openLab } from './page.ts'

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  GREETING: hello
`
const WEB = 'web-.*'

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await setPace(page, '10×')
})

/** The first pod of web, where it is, and a machine where it is not. */
async function firstPod(page: Page) {
  const tile = pod(page, WEB, 'Running').first()
  const label = (await tile.getAttribute('aria-label')) ?? ''
  const name = (await nameOf(tile)).replace('default/', '')
  const node = label.slice(label.indexOf(', on ') + 5)
  const other = node === 'w1-k8s' ? 'w2-k8s' : 'w1-k8s'
  return { tile: pod(page, name), name, node, other }
}

const machine = (page: Page, name: string) => page.locator(`[data-machine="${name}"]`)
const card = (page: Page, kind: string) => page.locator(`[data-card="${kind}"]`)

test('a ConfigMap dropped on a Deployment is mounted by a rollout', async ({ page }) => {
  await applyYaml(page, CONFIG)
  await expect(dialog(page)).toBeHidden()
  await carry(
    page,
    thing(page, /^ConfigMap default\/settings/),
    thing(page, /^Deployment default\/web,/),
  )
  await expect(page.locator('[data-take="over"]')).toHaveCount(1)
  await drop(page)
  const form = page.getByRole('dialog', { name: 'Mount ConfigMap settings into Deployment web' })
  await expect(form).toContainText('"mountPath":"/etc/config"')
  await form.getByLabel('Mount path').fill('/etc/greeting')
  await form.getByRole('button', { name: 'Mount' }).click()
  await expect(form).toBeHidden()
  await expect(toasts(page)).toContainText('kubectl patch deployment web')
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
  expect(await run(page, 'kubectl rollout status deployment web')).toContain(
    'successfully rolled out',
  )
  expect(await run(page, 'kubectl describe deployment web')).toContain(
    '/etc/greeting from settings',
  )
  expect(await run(page, 'kubectl get rs')).toMatch(/web-\S+\s+0\s+0/)
})

test('a form keeps what was refused, in the words of the API', async ({ page }) => {
  await thing(page, /^Deployment default\/web,/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Label…' }).click()
  const form = page.getByRole('dialog', { name: 'Label web' })
  await form.getByLabel('Key').fill('tier')
  await form.getByLabel('Value').fill('no good!')
  await expect(form).toContainText("kubectl label deployment web 'tier=no good!' --overwrite")
  await form.getByRole('button', { name: 'Set' }).click()
  await expect(form.getByRole('alert')).toContainText('a valid label must be an empty string')
  await form.getByLabel('Value').fill('front')
  await form.getByRole('button', { name: 'Set' }).click()
  await expect(form).toBeHidden()
  expect(await run(page, 'kubectl get deployment web --show-labels')).toContain('tier=front')
})

test('the keyboard mounts a ConfigMap as environment', async ({ page }) => {
  await applyYaml(page, CONFIG)
  await thing(page, /^ConfigMap default\/settings/).focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Mount into a workload…' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Deployment web' }).press('Enter')
  const form = page.getByRole('dialog', { name: /^Mount ConfigMap settings/ })
  await form.getByLabel('As').selectOption('Environment variables')
  await form.getByRole('button', { name: 'Mount' }).press('Enter')
  await expect(form).toBeHidden()
  expect(await run(page, 'kubectl rollout status deployment web')).toContain(
    'successfully rolled out',
  )
  expect(await run(page, 'kubectl describe deployment web')).toContain('Environment Variables from')
})

test('a running pod is evicted, and its replacement bound where it was dropped', async ({
  page,
}) => {
  const { tile, name, other } = await firstPod(page)
  await carry(page, tile, machine(page, other))
  await drop(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `bind the replacement to ${other}` })
    .click()
  await expect(toasts(page)).toContainText(`/pods/${name}/eviction`)
  await expect(pod(page, name)).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await expect(thing(page, new RegExp(`^Pod default/web-.*, Running, on ${other}$`))).toHaveCount(2)
  expect(await run(page, 'kubectl get events')).not.toContain('FailedScheduling')
  // One movement of the hand is one thing to take back, though it was two requests.
  await page.getByRole('button', { name: /^Undo: .*eviction/ }).click()
  await expect(pod(page, name, 'Running')).toBeVisible()
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await expect(thing(page, new RegExp(`^Pod default/web-.*, Running, on ${other}$`))).toHaveCount(1)
  await expect(page.getByRole('button', { name: /^Undo: .*(binding|eviction)/ })).toHaveCount(0)
})

test('a nodeSelector sends the whole workload to one machine, and is taken off again', async ({
  page,
}) => {
  const { tile, other } = await firstPod(page)
  await carry(page, tile, machine(page, other))
  await drop(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `nodeSelector: send Deployment web to ${other}` })
    .click()
  await expect(toasts(page)).toContainText('kubectl patch deployment web')
  await expect(thing(page, new RegExp(`^Pod default/web-.*, Running, on ${other}$`))).toHaveCount(
    3,
    { timeout: 30_000 },
  )
  await thing(page, /^Deployment default\/web,/).click({ button: 'right' })
  await expect(
    page.getByRole('menuitem', { name: `Take the nodeSelector for ${other} off` }),
  ).toBeVisible()
})

test('a palette card dropped on the stage becomes an object', async ({ page }) => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Create/ })
    .click()
  await carry(page, card(page, 'Deployment'), machine(page, 'w3-k8s'))
  await expect(machine(page, 'w3-k8s')).toHaveAttribute('data-take', 'over')
  await drop(page)
  const palette = page.getByRole('dialog', { name: 'Create' })
  await expect(palette).toContainText('Dropped on w3-k8s')
  await palette.getByLabel('Name', { exact: true }).fill('web')
  await expect(palette.getByRole('status')).toContainText('deployments.apps "web" already exists')
  await expect(palette.getByRole('button', { name: 'Create', exact: true })).toBeDisabled()
  await palette.getByLabel('Name', { exact: true }).fill('shop')
  await palette.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(palette).toBeHidden()
  await expect(thing(page, 'Deployment default/shop, 2/2 ready')).toBeVisible()
  await expect(thing(page, /^Pod default\/shop-.*, Running, on w3-k8s$/)).toHaveCount(2)
})

test('a card let go beside the stage, or escaped, creates nothing', async ({ page }) => {
  await page.keyboard.press('c')
  await carry(page, card(page, 'Pod'), machine(page, 'w3-k8s'))
  await page.keyboard.press('Escape')
  await drop(page)
  await expect(page.getByRole('heading', { name: 'Create', exact: true })).toBeVisible()
  await carry(page, card(page, 'Pod'), page.getByRole('heading', { level: 1 }))
  await drop(page)
  await expect(page.getByRole('heading', { name: 'Create', exact: true })).toBeVisible()
  await expect(toasts(page)).not.toContainText('kubectl')
})

test('undo rewinds to before the last action, and redo does it again', async ({ page }) => {
  const undo = page.getByRole('button', { name: /^Undo: kubectl scale/ })
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  await undo.click()
  const note = page.getByRole('status').filter({ hasText: 'Rewound to' })
  await expect(note).toContainText('before kubectl scale deployment web --replicas=4')
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
  await expect(pod(page, WEB)).toHaveCount(3)
  await page.keyboard.press('Control+Shift+z')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
})

test('a held stepper counts on and scales once', async ({ page }) => {
  const more = page.getByRole('button', { name: 'Scale web up to 4' })
  await more.hover()
  await page.mouse.down()
  await expect(page.getByLabel('Replicas of web')).toHaveText(/^([6-9]|\d\d+)$/)
  await page.mouse.up()
  await expect(toasts(page).getByRole('listitem')).toHaveCount(1)
  await expect(toasts(page)).toContainText(/--replicas=([6-9]|\d\d+)/)
})

test('a machine loses its power by its menu, and Escape lets go of a drag', async ({ page }) => {
  await thing(page, /^Node w3-k8s,/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Power off' }).click()
  await expect(toasts(page)).toContainText('lab node power-off w3-k8s')
  await thing(page, /^Node w3-k8s,/).click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Power on' })).toBeVisible()
})

test('with the inspector open, names on the stage stay readable', async ({ page }) => {
  const tile = pod(page, WEB, 'Running').first()
  await tile.click()
  await expect(
    page.getByRole('region', { name: 'Inspector' }).getByRole('tab', { name: 'YAML' }),
  ).toBeVisible()
  const size = () =>
    tile.evaluate((element) => {
      const zoom = element.getBoundingClientRect().height / (element as HTMLElement).offsetHeight
      return zoom * Number.parseFloat(getComputedStyle(element).fontSize)
    })
  await expect.poll(size).toBeGreaterThan(10.5)
  await page.getByRole('button', { name: 'Fold Inspector' }).click()
  await expect(page.getByRole('region', { name: 'Lesson' }).getByText('Delete a pod')).toBeVisible()
})
