import { expect, test } from '@playwright/test'
import {
  applyYaml,
  carry,
  dialog,
  drop,
  nameOf,
  pod,
  podYaml,
  run,
  setPace,
  thing,
  toasts,
} from './hands.ts'
import { openLab } from './page.ts'

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await setPace(page, '10×')
})

test('with the scheduler stopped, a waiting pod is bound by hand', async ({ page }) => {
  await thing(page, /^Scheduler, /).click()
  await expect(thing(page, 'Scheduler, stopped')).toBeVisible()
  await applyYaml(page, podYaml('hand'))
  await expect(dialog(page)).toBeHidden()
  await carry(page, pod(page, 'hand', 'Pending'), thing(page, /^Node w2-k8s,/))
  await expect(page.getByRole('status').filter({ hasText: '✓ feasible' })).toHaveCount(3)
  await expect(page.getByRole('status').filter({ hasText: /✕.*taint/ })).toHaveCount(1)
  await drop(page)
  await expect(page.getByRole('status').filter({ hasText: '✓ feasible' })).toHaveCount(0)
  await expect(toasts(page)).toContainText(
    'kubectl create --raw /api/v1/namespaces/default/pods/hand/binding',
  )
  await expect(thing(page, 'Pod default/hand, Running, on w2-k8s')).toBeVisible()
})

test('a machine that cannot take a pod says so, and its kubelet rejects the pod', async ({
  page,
}) => {
  await applyYaml(page, podYaml('huge').concat('      resources: {requests: {cpu: "64"}}\n'))
  await carry(page, pod(page, 'huge', 'Pending'), thing(page, /^Node w1-k8s,/))
  await expect(page.getByRole('status').filter({ hasText: '✕ Insufficient cpu' })).toHaveCount(3)
  await drop(page)
  await expect(thing(page, 'Pod default/huge, OutOfcpu, on w1-k8s')).toBeVisible()
  expect(await run(page, 'kubectl describe pod huge')).toContain('OutOfcpu')
})

test('a pod that selects other machines is rejected as NodeAffinity; the keyboard binds it', async ({
  page,
}) => {
  await applyYaml(page, podYaml('picky', '  nodeSelector: {disk: ssd}\n'))
  const tile = pod(page, 'picky', 'Pending')
  await tile.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Bind to node…' }).press('Enter')
  const machine = page.getByRole('menuitem', { name: /^w3-k8s/ })
  await expect(machine).toContainText("✕ node(s) didn't match node selector")
  await machine.press('Enter')
  await expect(thing(page, 'Pod default/picky, NodeAffinity, on w3-k8s')).toBeVisible()
})

test('Escape lets go of what is dragged', async ({ page }) => {
  await thing(page, /^Scheduler, /).click()
  await applyYaml(page, podYaml('held'))
  await carry(page, pod(page, 'held', 'Pending'), thing(page, /^Node w2-k8s,/))
  await expect(page.getByRole('status').filter({ hasText: '✓ feasible' })).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('status').filter({ hasText: '✓ feasible' })).toHaveCount(0)
  await drop(page)
  await expect(pod(page, 'held', 'Pending')).toBeVisible()
})

test('a running pod does not move; the real ways are offered', async ({ page }) => {
  const tile = pod(page, 'web-.*', 'Running').first()
  const label = (await tile.getAttribute('aria-label')) ?? ''
  const name = (await nameOf(tile)).replace('default/', '')
  const node = label.slice(label.indexOf(', on ') + 5)
  const other = node === 'w1-k8s' ? 'w2-k8s' : 'w1-k8s'
  await carry(page, tile, thing(page, new RegExp(`^Node ${other},`)))
  await drop(page)
  const question = page.getByRole('dialog', { name: 'Pods do not move' })
  await expect(question).toContainText(`${name} is bound to ${node} for its whole life`)
  await expect(question.getByRole('button', { name: 'Leave it' })).toBeVisible()
  await expect(question.getByRole('button', { name: /^Delete it, ReplicaSet web-/ })).toBeVisible()
  await question.getByRole('button', { name: `Cordon ${node} and delete it` }).click()
  await expect(thing(page, `Node ${node}, Ready,SchedulingDisabled`)).toBeVisible()
  await expect(pod(page, name)).toHaveCount(0)
  await expect(pod(page, 'web-.*', 'Running')).toHaveCount(3)
})

test('a bare pod is recreated on the other machine', async ({ page }) => {
  await applyYaml(page, podYaml('alone'))
  const tile = pod(page, 'alone', 'Running')
  await expect(tile).toBeVisible()
  const label = (await tile.getAttribute('aria-label')) ?? ''
  const other = label.endsWith('w1-k8s') ? 'w2-k8s' : 'w1-k8s'
  await carry(page, tile, thing(page, new RegExp(`^Node ${other},`)))
  await drop(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `create it anew on ${other}` })
    .click()
  await expect(thing(page, `Pod default/alone, Running, on ${other}`)).toBeVisible()
})

test('a volume dropped on a claim binds the two', async ({ page }) => {
  const claim = thing(page, /^PersistentVolumeClaim default\/nfs-pvc,/)
  await expect(claim).toHaveAccessibleName(/Pending$/)
  await carry(page, thing(page, /^PersistentVolume nfs-pv,/), claim)
  await drop(page)
  await expect(toasts(page)).toContainText('kubectl patch pv nfs-pv')
  await expect(thing(page, 'PersistentVolumeClaim default/nfs-pvc, Bound')).toBeVisible()
  await expect(thing(page, 'PersistentVolume nfs-pv, Bound')).toBeVisible()
})

test('the keyboard binds a volume to a claim', async ({ page }) => {
  await thing(page, /^PersistentVolume nfs-pv,/).focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Reserve for claim…' }).press('Enter')
  await page.getByRole('menuitem', { name: 'default/nfs-pvc' }).press('Enter')
  await expect(thing(page, 'PersistentVolumeClaim default/nfs-pvc, Bound')).toBeVisible()
})
