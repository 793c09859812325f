import { expect, test } from '@playwright/test'
import { dialog, lastBlock, panel, setPace, thing } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

test('the invitation leads through three steps, each ticked off when it came true', async ({
  page,
  baseURL,
}) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page)
  await setPace(page, '10×')
  const lesson = panel(page, 'Lesson')
  await expect(lesson.getByRole('listitem')).toHaveText([/Delete a pod/, /Scale/, /Bind a claim/])
  const step = lesson.locator('[aria-current=step]')
  await expect(step).toContainText('Not yet, because no pod has been deleted.')
  for (const [task, command, answer] of [
    ['Delete a pod', /kubectl delete pod web-/, 'deleted'],
    ['Scale a Deployment', /kubectl scale deployment web --replicas=4/, 'scaled'],
    ['Bind a claim', /kubectl patch pv nfs-pv/, 'patched'],
  ] as const) {
    await expect(step).toContainText(task)
    await step.getByRole('button', { name: 'Put into the terminal' }).click()
    const input = page.getByRole('textbox', { name: 'Terminal input' })
    await expect(input).toHaveValue(command)
    await input.press('Enter')
    await expect(lastBlock(page)).toContainText(answer)
    await expect(lesson).toContainText(`${task} (Done)`)
  }
  await expect(lesson).toContainText('That was the whole loop')
  await expect(thing(page, 'PersistentVolumeClaim default/nfs-pvc, Bound')).toBeVisible()
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})

test('everything opens within seconds and the examples are one press away', async ({ page }) => {
  const start = Date.now()
  await openLab(page)
  await expect(thing(page, /^Pod default\/web-.*, Running/)).toHaveCount(3)
  expect(Date.now() - start).toBeLessThan(8000)
  await page.locator('body').press('a')
  await dialog(page)
    .getByRole('button', { name: /^A bare pod/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(thing(page, /^Pod default\/alone,/)).toBeVisible()
})
