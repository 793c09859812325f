import { expect, type Locator, test } from '@playwright/test'
import { findings } from './axe.ts'
import { applyYaml, dialog, pod, setPace, thing } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

/** Where a thing stands on the stage, whatever the view. */
function placeOf(locator: Locator): Promise<string | undefined> {
  return locator.evaluate(
    (element) => element.closest<HTMLElement>('.react-flow__node')?.style.transform,
  )
}

const NEEDY = `apiVersion: v1
kind: Pod
metadata:
  name: needy
spec:
  containers:
    - name: main
      image: nginx
      env:
        - name: GREETING
          valueFrom:
            configMapKeyRef: {name: web-config, key: greeting}
`

test('an edge is explained by mouse and by keyboard, with the fields on both sides', async ({
  page,
  baseURL,
}) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page)
  await pod(page, 'web-.*', 'Running').first().click()
  const label = page.getByRole('button', { name: /^Binding: Pod default\/web-.* → Node w\d-k8s$/ })
  await label.first().click()
  const card = page.getByRole('dialog', { name: /^Binding: / })
  await expect(card).toContainText('spec.nodeName')
  await expect(card).toContainText('metadata.name')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  const row = page.getByRole('button', { name: /^Owner ReplicaSet web-/ })
  await row.focus()
  await page.keyboard.press('Enter')
  const owner = page.getByRole('dialog', { name: /^Owner: / })
  await expect(owner).toContainText('metadata.ownerReferences[0].uid')
  await expect(owner).toContainText('metadata.uid')
  await page.keyboard.press('Escape')
  await expect(row).toBeFocused()
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})

test('what is missing is a ghost, and creating it from there lets the pod go on', async ({
  page,
}) => {
  await openLab(page)
  await setPace(page, '10×')
  await applyYaml(page, NEEDY)
  const ghost = thing(page, 'ConfigMap default/web-config, missing')
  await expect(ghost).toBeVisible()
  await expect(pod(page, 'needy', 'CreateContainerConfigError')).toBeVisible()
  await ghost.click()
  await expect(page.getByText(/configmap "web-config" not found/).first()).toBeVisible()
  expect(await findings(page)).toEqual([])
  const place = await placeOf(ghost)
  await thing(page, 'Create ConfigMap default/web-config').click()
  await expect(dialog(page).getByRole('textbox', { name: 'Manifest' })).toContainText('greeting')
  await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
  const real = thing(page, /^ConfigMap default\/web-config$/)
  await expect(real).toBeVisible()
  await expect(ghost).toBeHidden()
  await expect(pod(page, 'needy', 'Running')).toBeVisible()
  expect(await placeOf(real)).toBe(place)
})

for (const theme of ['dark', 'light', 'projector'] as const)
  test(`the legend opens by its key, and a thing says what it is: ${theme}`, async ({
    page,
    baseURL,
  }) => {
    const troubles = await watchTroubles(page, baseURL ?? '')
    await openLab(page, { theme })
    await expect(thing(page, /^Deployment default\/web, /)).toBeVisible()
    await page.locator('body').press('l')
    const legend = page.getByRole('dialog', { name: 'Legend' })
    await expect(legend).toBeVisible()
    await expect(legend.locator('[data-row="state.bad"]')).toContainText('broken')
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(legend).toBeHidden()
    await page.locator('[data-actor="replicaset"]').hover()
    await page.locator('body').press('w')
    const answer = page.getByRole('dialog', { name: 'What am I looking at? replicaset controller' })
    await expect(answer.getByRole('link')).toHaveAttribute('href', /kubernetes\.io\/docs\//)
    expect(await findings(page)).toEqual([])
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })

for (const lang of ['en', 'ko'] as const)
  test(`the legend fits a telephone: ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openLab(page, { lang })
    await page.locator('[data-thing^="Deployment|"]').first().waitFor()
    await page.locator('body').press('l')
    const legend = page.locator('dialog')
    await expect(legend.locator('[data-row]').first()).toBeVisible()
    const wide = await legend.evaluate((element) =>
      [element, ...element.querySelectorAll('*')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .map((one) => one.className),
    )
    expect(wide.filter((name) => typeof name === 'string' && /body|row|dialog/.test(name))).toEqual(
      [],
    )
    const box = await legend.boundingBox()
    expect(box?.width).toBeLessThanOrEqual(390)
  })
