import { expect, test } from '@playwright/test'
import { traced } from '../bench/screen/trace.ts'
import { applyYaml, dialog, dropFile, pod, podYaml, run, setPace, thing } from './hands.ts'
import { openLab } from './page.ts'

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 2
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      containers:
        - name: nginx
          image: nginx
`

function configMap(name: string, data = 'x'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: ${data}\n`
}

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await setPace(page, '10×')
})

test('a pasted Deployment becomes running pods', async ({ page }) => {
  await applyYaml(page, DEPLOYMENT)
  await expect(dialog(page)).toBeHidden()
  await expect(thing(page, 'Deployment default/shop, 2/2 ready')).toBeVisible()
  await expect(pod(page, 'shop-.*', 'Running')).toHaveCount(2)
})

test('a dropped file is shown, applied, and its good documents stay when others are refused', async ({
  page,
}) => {
  const text = [
    podYaml('good-one'),
    'apiVersion: v1\nkind: Pood\nmetadata:\n  name: unknown\n',
    podYaml('mistyped').replace('image: nginx', 'image: nginx\n      imagePullPolice: Always'),
    podYaml('good-two'),
  ].join('---\n')
  await dropFile(page, 'mixed.yaml', text)
  await expect(dialog(page).getByRole('textbox', { name: 'Manifest' })).toHaveValue(text)
  await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
  const result = dialog(page).getByRole('region', { name: 'Result' })
  await expect(result).toContainText('no matches for kind "Pood" in version "v1"')
  await expect(result).toContainText('unknown field "spec.containers[0].imagePullPolice"')
  await expect(result).toContainText('pod/good-one created')
  await expect(result).toContainText('pod/good-two created')
  await expect(result.getByRole('button', { name: /^line \d+, column \d+$/ })).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(pod(page, 'good-one', 'Running')).toBeVisible()
  await expect(pod(page, 'good-two', 'Running')).toBeVisible()
  await expect(pod(page, 'mistyped')).toHaveCount(0)
})

test('broken YAML is refused with its line and column, and one press goes there', async ({
  page,
}) => {
  await applyYaml(page, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: [unclosed\n')
  const result = dialog(page).getByRole('region', { name: 'Result' })
  await expect(result).toContainText('error parsing')
  await expect(result).toContainText(/line \d+, column \d+/)
  await result.getByRole('button', { name: /^line \d+, column \d+$/ }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'Manifest' })).toBeFocused()
})

test('a value of the wrong type is refused in the words of the API server', async ({ page }) => {
  await applyYaml(page, DEPLOYMENT.replace('replicas: 2', 'replicas: two'))
  const result = dialog(page).getByRole('region', { name: 'Result' })
  await expect(result).toContainText('cannot be handled as a Deployment')
  await expect(thing(page, /Deployment default\/shop/)).toHaveCount(0)
})

test('the page goes on while a file of 5 MB is applied', async ({ page }) => {
  test.setTimeout(120_000)
  const many = Array.from({ length: 640 }, (_, at) => configMap(`big-${at}`, 'x'.repeat(8000)))
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser')
  const { tasks } = await traced(browser, page, async () => {
    await dropFile(page, 'big.yaml', many.join('---\n'))
    await expect(dialog(page)).toContainText('A large file')
    await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
    await expect(dialog(page).getByRole('status')).toContainText(/[1-9]\d* of 640 documents/)
    await expect(dialog(page)).toBeHidden({ timeout: 60_000 })
  })
  expect(await run(page, 'kubectl get configmap big-639 -o name')).toContain('configmap/big-639')
  // The longest for which the page heard nobody, in its own time: whoever else uses the machine does not count.
  expect(tasks.length).toBeGreaterThan(100)
  expect(Math.max(...tasks)).toBeLessThan(1000)
})

test('HTML in names and annotations stays text', async ({ page }) => {
  const evil = '<img src=x onerror="window.pwned = 1">'
  await applyYaml(
    page,
    podYaml('evil').replace('name: evil', `name: evil\n  annotations:\n    note: '${evil}'`),
  )
  await expect(dialog(page)).toBeHidden()
  await pod(page, 'evil').click()
  await page.getByRole('tab', { name: 'YAML' }).click()
  await expect(page.getByRole('tabpanel')).toContainText(evil)
  await applyYaml(page, podYaml(`'${evil}'`))
  await expect(dialog(page).getByRole('region', { name: 'Result' })).toContainText(
    'metadata.name: Invalid value',
  )
  await expect(page.locator('img')).toHaveCount(0)
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
})
