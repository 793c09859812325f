import { expect, test } from '@playwright/test'
import { nameOf, pod, run, setPace, thing, toasts } from './hands.ts'
import { openLab } from './page.ts'

const WEB = 'web-.*'

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await setPace(page, '10×')
})

test('a pod deleted with the mouse is replaced, and the command is shown', async ({ page }) => {
  const victim = await nameOf(pod(page, WEB, 'Running').first())
  const name = victim.replace('default/', '')
  await pod(page, name).click({ button: 'right' })
  await page.getByRole('menu').getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(toasts(page)).toContainText(`kubectl delete pod ${name}`)
  // The answer stays for a few seconds only.
  await expect(toasts(page)).toContainText(`pod "${name}" deleted`)
  await expect(pod(page, name)).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
})

test('a pod deleted with the keyboard is replaced, and the question can be declined', async ({
  page,
}) => {
  const first = pod(page, WEB, 'Running').first()
  const name = (await nameOf(first)).replace('default/', '')
  await first.focus()
  await page.keyboard.press('Delete')
  const question = page.getByRole('dialog', { name: `Delete ${name}?` })
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(pod(page, name, 'Running')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(question).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(pod(page, name)).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
})

test('a Deployment is scaled with its stepper and from the terminal', async ({ page }) => {
  await page.getByRole('button', { name: 'Scale web up to 4' }).click()
  await expect(toasts(page)).toContainText('kubectl scale deployment web --replicas=4')
  await expect(thing(page, 'Deployment default/web, 4/4 ready')).toBeVisible()
  await expect(pod(page, WEB, 'Running')).toHaveCount(4)
  expect(await run(page, 'kubectl scale deployment web --replicas=1')).toContain(
    'deployment.apps/web scaled',
  )
  await expect(pod(page, WEB)).toHaveCount(1)
  await expect(thing(page, 'Deployment default/web, 1/1 ready')).toBeVisible()
})

test('a machine is cordoned, drained and opened again from its menu', async ({ page }) => {
  const on = (await pod(page, WEB, 'Running').first().getAttribute('aria-label')) ?? ''
  const node = on.slice(on.indexOf(', on ') + 5)
  const choose = async (item: string) => {
    await thing(page, new RegExp(`^Node ${node},`)).click({ button: 'right' })
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await choose('Cordon')
  await expect(thing(page, `Node ${node}, Ready,SchedulingDisabled`)).toBeVisible()
  await expect(toasts(page)).toContainText(`kubectl cordon ${node}`)
  await choose('Drain…')
  await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click()
  await expect(toasts(page)).toContainText(`node/${node} drained`)
  await expect(thing(page, new RegExp(`^Pod default/web-.*, on ${node}$`))).toHaveCount(0)
  await expect(pod(page, WEB, 'Running')).toHaveCount(3)
  await choose('Uncordon')
  await expect(thing(page, `Node ${node}, Ready`).first()).toBeVisible()
  await expect(thing(page, new RegExp(`^Node ${node}, Ready$`))).toBeVisible()
})
