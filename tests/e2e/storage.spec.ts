import { expect, type Page, test } from '@playwright/test'
import {
  applyYaml,
  carry,
  drop,
  dropFile,
  lastBlock,
  openPanel,
  panel,
  pod,
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

const NFS = 'Backend nfs 192.168.1.10:/nfs_shared'

/** What stands beside the pointer while something is in the hand. */
const verdict = (page: Page, words: string) =>
  page.locator('[data-held]').getByRole('status').filter({ hasText: words })

const LARGE = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: large}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: by-hand
  resources: {requests: {storage: 1Gi}}
`

test('a volume says over each claim what would come of it, and the one that takes it owns all of it', async ({
  page,
}) => {
  await applyYaml(page, LARGE)
  const volume = thing(page, /^PersistentVolume nfs-pv,/)
  const small = thing(page, /^PersistentVolumeClaim default\/nfs-pvc,/)
  const large = thing(page, /^PersistentVolumeClaim default\/large,/)
  await expect(page.getByText('no class “by-hand” · 10Mi')).toBeVisible()
  await carry(page, volume, large)
  await expect(verdict(page, '✕ too small')).toBeVisible()
  await page.keyboard.press('Escape')
  await drop(page)
  await carry(page, volume, small)
  await expect(verdict(page, '✓ reserves it for this claim')).toBeVisible()
  await drop(page)
  await expect(toasts(page)).toContainText('kubectl patch pv nfs-pv --type=merge')
  await expect(thing(page, 'PersistentVolumeClaim default/nfs-pvc, Bound')).toBeVisible()
  await expect(page.getByText('asks 10Mi · owns 100Mi')).toBeVisible()
  // The same by keyboard, with the same verdict.
  await volume.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Reserve for claim…' }).press('Enter')
  await expect(page.getByRole('menuitem', { name: /^default\/large/ })).toContainText(
    '✕ bound to another claim',
  )
})

const SHARED = `apiVersion: apps/v1
kind: Deployment
metadata: {name: audit}
spec:
  replicas: 1
  selector: {matchLabels: {app: audit}}
  template:
    metadata: {labels: {app: audit}}
    spec:
      containers:
        - name: main
          image: nginx
          volumeMounts: [{name: shared, mountPath: /audit}]
      volumes:
        - {name: shared, nfs: {server: 192.168.1.10, path: /nfs_shared}}
`

test('an NFS server that goes down breaks the plugs, keeps new pods from starting, and heals', async ({
  page,
}) => {
  await applyYaml(page, SHARED)
  const first = pod(page, 'audit-.*', 'Running')
  await expect(first).toBeVisible()
  await expect(first.locator('[data-life="beyond"]')).toHaveCount(1)
  await thing(page, `${NFS}, up`).click()
  const place = page.getByRole('dialog', { name: 'NFS server 192.168.1.10:/nfs_shared' })
  await expect(place).toContainText('37G, 0 used')
  await place.getByRole('button', { name: 'Take the server down' }).click()
  await expect(thing(page, `${NFS}, down`)).toBeVisible()
  await expect(toasts(page)).toContainText('lab nfs stop 192.168.1.10')
  await first.locator('[data-plug="shared"]').hover()
  await expect(page.getByRole('tooltip')).toContainText('its server fails')
  await page
    .getByRole('button', { name: /^Scale audit up to 2/ })
    .first()
    .click()
  const second = pod(page, 'audit-.*', 'ContainerCreating')
  await expect(second).toBeVisible()
  await setPace(page, '60×')
  await expect(page.getByText('audit-', { exact: false }).first()).toBeVisible()
  // By keyboard: the tile that has the focus tells of its volumes.
  await expect(async () => {
    await page.keyboard.press('Tab')
    await second.focus()
    await page.keyboard.press('Shift')
    await expect(page.getByRole('tooltip')).toContainText('not mounted', { timeout: 1000 })
  }).toPass()
  await page.keyboard.press('Escape')
  await thing(page, `${NFS}, down`).press('Enter')
  await place.getByRole('button', { name: 'Start the server' }).click()
  await expect(thing(page, `${NFS}, up`)).toBeVisible()
  await expect(second).toHaveCount(0, { timeout: 60_000 })
  await expect(pod(page, 'audit-.*', 'Running')).toHaveCount(2)
})

const GREETER = `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {greeting: hello}
---
apiVersion: v1
kind: Pod
metadata: {name: greeter}
spec:
  containers:
    - name: main
      image: busybox
      command: [sleep, "360000"]
      env:
        - name: GREETING
          valueFrom: {configMapKeyRef: {name: app, key: greeting}}
      volumeMounts: [{name: cfg, mountPath: /etc/app}]
  volumes:
    - {name: cfg, configMap: {name: app}}
`
const ASK = `kubectl exec greeter -- sh -c 'echo env $GREETING; echo file $(cat /etc/app/greeting)'`

test('a changed ConfigMap is seen in the volume and not in the environment', async ({ page }) => {
  await applyYaml(page, GREETER)
  await expect(thing(page, /^Pod default\/greeter, Running/)).toBeVisible()
  await openPanel(page, 'Terminal')
  expect(await run(page, ASK)).toMatch(/env hello\s+file hello/)
  const card = page.locator('[data-drop="ConfigMap|default/app"]')
  await expect(card.locator('[data-uses="2"]')).toHaveAttribute('data-old', '0')
  await run(page, `kubectl patch configmap app -p '{"data":{"greeting":"hi"}}'`)
  await expect(card.locator('[data-uses]')).toHaveAttribute('data-old', '2')
  await setPace(page, '60×')
  await expect(card.locator('[data-uses]')).toHaveAttribute('data-old', '1', { timeout: 30_000 })
  await setPace(page, '1×')
  expect(await run(page, ASK)).toMatch(/env hello\s+file hi/)
  await expect(lastBlock(page)).toContainText('file hi')
  await thing(page, 'ConfigMap default/app').click()
  await openPanel(page, 'Inspector')
  const inspector = panel(page, 'Inspector')
  await inspector.getByRole('tab', { name: 'Data' }).click()
  const uses = inspector.getByRole('region', { name: 'Who uses it' })
  await expect(uses).toContainText('variable GREETING')
  await expect(uses).toContainText('old content until the container starts anew')
  await expect(uses).toContainText('shows the present content')
})

test('a file of the computer goes into a ConfigMap, and into no immutable one', async ({
  page,
}) => {
  await applyYaml(
    page,
    `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: sealed}
immutable: true
`,
  )
  const put = (name: string) => page.locator(`[data-drop="ConfigMap|default/${name}"]`)
  await expect(put('sealed')).toBeVisible()
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(["it's=1\n"], 'my app.conf', { type: 'text/plain' }))
    return transfer
  })
  await put('sealed').dispatchEvent('dragover', { dataTransfer })
  await expect(verdict(page, 'field is immutable when `immutable` is set')).toBeVisible()
  await put('app').dispatchEvent('dragover', { dataTransfer })
  await expect(verdict(page, '✓ puts the file in here')).toBeVisible()
  await put('app').dispatchEvent('drop', { dataTransfer })
  const dialog = page.getByRole('dialog', { name: 'Put my app.conf into ConfigMap app' })
  await expect(dialog.getByLabel('Key')).toHaveValue('my-app.conf')
  await expect(dialog).toContainText('kubectl patch configmap app --type=merge')
  await dialog.getByRole('button', { name: 'Put it in' }).click()
  await expect(dialog).toBeHidden()
  await expect(toasts(page)).toContainText('configmap/app patched')
  await openPanel(page, 'Terminal')
  expect(await run(page, 'kubectl get configmap app -o jsonpath={.data}')).toContain("it's=1")
  // By keyboard: the menu asks for the file, and the refusal is the API's own.
  await thing(page, 'ConfigMap default/sealed').focus()
  await page.keyboard.press('Shift+F10')
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Put a file of your computer into it…' }).press('Enter')
  await (await chosen).setFiles({
    name: 'a.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('a'),
  })
  const sealed = page.getByRole('dialog', { name: 'Put a.txt into ConfigMap sealed' })
  await sealed.getByRole('button', { name: 'Put it in' }).click()
  await expect(sealed.getByRole('alert')).toContainText(
    'field is immutable when `immutable` is set',
  )
  // Beside the cards a file is still a manifest.
  await page.keyboard.press('Escape')
  await dropFile(page, 'other.yaml', LARGE)
  await expect(page.getByRole('dialog', { name: 'Apply YAML' })).toBeVisible()
})
