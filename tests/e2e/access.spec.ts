import { expect, type Locator, type Page, test } from '@playwright/test'
import { type StageKey, en as stageEn } from '../../src/canvas/text/en.ts'
import { ko as stageKo } from '../../src/canvas/text/ko.ts'
import { en, type TextKey } from '../../src/ui/text/en.ts'
import { ko } from '../../src/ui/text/ko.ts'
import { expectClean, findings } from './axe.ts'
import { dropFile, openPanel, podYaml } from './hands.ts'
import { type LabChoice, openLab } from './page.ts'

/** What is on its way in or out has other colours for a moment; here only what it comes to is looked at. */
test.use({ contextOptions: { reducedMotion: 'reduce' } })
test.describe.configure({ mode: 'parallel', timeout: 120_000 })

type Language = NonNullable<LabChoice['lang']>

/** Names of things on the page in the language of the test. */
function words(lang: Language) {
  return {
    text: (key: TextKey): string => (lang === 'ko' ? ko : en)[key],
    stage: (key: StageKey): string => (lang === 'ko' ? stageKo : stageEn)[key],
  }
}

const thingOf = (page: Page, id: string) =>
  page.locator(`.react-flow__nodes [data-thing^="${id}"]`).first()
const POD = 'Pod|default/web-'
const DEPLOYMENT = 'Deployment|default/web'
const WINDOWS = '[role=menu], [role=dialog], dialog[open]'
const openWindow = (page: Page) => page.locator(WINDOWS).first()

async function open(page: Page, choice: LabChoice): Promise<void> {
  await openLab(page, choice)
  await expect(thingOf(page, POD)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', choice.theme ?? 'dark')
  await expect(page.locator('html')).toHaveAttribute('lang', choice.lang ?? 'en')
}

async function closeWindow(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.locator(WINDOWS)).toHaveCount(0)
}

/** Opens something with a key while the stage has the focus, looks, and closes it. */
async function look(page: Page, view: string, key: string, window: Locator): Promise<void> {
  await page.keyboard.press(key)
  await expect(window, view).toBeVisible()
  await expectClean(page, view)
}

for (const [theme, lang] of [
  ['dark', 'en'],
  ['light', 'ko'],
  ['projector', 'en'],
] as const) {
  const { text, stage } = words(lang)

  test(`nothing serious for axe on the stage: ${theme}, ${lang}`, async ({ page }) => {
    await open(page, { theme, lang })
    await expectClean(page, 'first view')
    const lenses = page.getByRole('radio')
    await expect(lenses).toHaveCount(6)
    for (let lens = 1; lens < 6; lens++) {
      await page.locator('body').press(String(lens + 1))
      await expect(lenses.nth(lens)).toBeChecked()
      await expectClean(page, `lens ${lens + 1}`)
    }
    await page.locator('body').press('1')
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.type('web')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectClean(page, 'search')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: stage('filter.name'), exact: true }).click()
    await expect(page.getByRole('checkbox').first()).toBeVisible()
    await expectClean(page, 'filter')
    await page.keyboard.press('Escape')
    for (let press = 0; press < 3; press++) await page.keyboard.press('=')
    await expect(page.getByRole('application')).toBeVisible()
    await expectClean(page, 'small map')
  })

  test(`nothing serious for axe in windows: ${theme}, ${lang}`, async ({ page }) => {
    await open(page, { theme, lang })
    await page.locator('body').press('c')
    const card = page.locator('[data-card="PersistentVolumeClaim"]')
    await expect(card).toBeVisible()
    await expectClean(page, 'cards to create')
    await card.click()
    await expect(page.getByLabel(text('create.name'), { exact: true })).toBeFocused()
    await expectClean(page, 'form to create')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.locator('[data-card]')).toHaveCount(0)
    await look(page, 'cheat sheet', '?', openWindow(page))
    await closeWindow(page)
    await look(page, 'command palette', 'Control+k', page.getByRole('listbox'))
    await closeWindow(page)
    await look(page, 'legend', 'l', page.getByRole('heading', { level: 2 }).last())
    await page.keyboard.press('Escape')
    await thingOf(page, DEPLOYMENT).focus()
    await look(page, 'what am I looking at', 'w', openWindow(page))
    await closeWindow(page)
    await thingOf(page, DEPLOYMENT).focus()
    await look(page, 'menu of a Deployment', 'm', page.getByRole('menu'))
    await closeWindow(page)
    await look(page, 'scale', 's', openWindow(page))
    await closeWindow(page)
    await thingOf(page, POD).focus()
    await look(page, 'question', 'Delete', openWindow(page))
    await closeWindow(page)
  })

  test(`nothing serious for axe in panels: ${theme}, ${lang}`, async ({ page }) => {
    await open(page, { theme, lang })
    await thingOf(page, POD).click()
    // On the wall the stage has the room, until a panel is asked for.
    if (theme === 'projector') await openPanel(page, 'Inspector')
    const tabs = page.getByRole('tab')
    await expect(tabs.first()).toBeVisible()
    for (let tab = 0; tab < (await tabs.count()); tab++) {
      await tabs.nth(tab).click()
      await expect(page.getByRole('tabpanel')).not.toBeEmpty()
      await expectClean(page, `inspector, tab ${tab + 1}`)
    }
    await dropFile(page, 'bad.yaml', 'kind: Pod\n')
    const dialog = page.getByRole('dialog', { name: text('apply.title') })
    await dialog.getByRole('button', { name: text('apply.apply'), exact: true }).click()
    await expect(dialog.getByRole('region', { name: text('apply.done') })).toBeVisible()
    await expectClean(page, 'apply, refused')
    await closeWindow(page)
    if (theme === 'projector') await openPanel(page, 'Terminal')
    const input = page.getByRole('textbox', { name: text('terminal.input') })
    await input.fill('kubectl scale deployment web --replicas=4; kubectl get pods')
    await input.press('Enter')
    await expect(page.getByText(/READY +STATUS/).first()).toBeVisible()
    await input.blur()
    await page.locator('body').press(',')
    await expect(page.getByRole('button', { name: text('past.return') }).first()).toBeVisible()
    await expectClean(page, 'terminal and the past')
  })
}

const KINDS = [
  DEPLOYMENT,
  'ReplicaSet|default/web-',
  POD,
  'Pod|default/late',
  'Node|/w1-k8s',
  'PersistentVolume|/nfs-pv',
  'PersistentVolumeClaim|default/nfs-pvc',
]

test('nothing serious for axe in any menu and whatever it asks', async ({ page }) => {
  await open(page, {})
  const late = podYaml('late').concat('      resources: {requests: {cpu: "64"}}\n')
  await dropFile(page, 'late.yaml', late)
  await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(thingOf(page, 'Pod|default/late')).toBeVisible()
  const seen = new Set<string>()
  const items = page.getByRole('menuitem')
  for (const id of KINDS) {
    await thingOf(page, id).focus()
    await page.keyboard.press('m')
    await expect(page.getByRole('menu'), id).toBeVisible()
    await expectClean(page, `menu of ${id}`, WINDOWS)
    const labels = await items.allInnerTexts()
    await page.keyboard.press('Escape')
    for (const label of labels.filter((one) => one.endsWith('…') && !seen.has(one))) {
      seen.add(label)
      await thingOf(page, id).focus()
      await page.keyboard.press('m')
      await items.getByText(label, { exact: true }).click()
      await expect(openWindow(page), `${label} of ${id}`).toBeVisible()
      await expectClean(page, `${label} of ${id}`, WINDOWS)
      await closeWindow(page)
    }
  }
  expect([...seen].sort()).toEqual(
    expect.arrayContaining(['Bind to node…', 'Delete…', 'Drain…', 'Reserve for claim…', 'Taint…']),
  )
  expect(seen.size).toBeGreaterThan(9)
})

for (const lang of ['ko', 'en'] as const)
  test.describe(`on a phone, ${lang}`, () => {
    test.use({ viewport: { width: 390, height: 844 } })
    test('nothing serious for axe in any place', async ({ page }) => {
      await open(page, { lang, theme: lang === 'ko' ? 'dark' : 'projector' })
      const places = page.getByRole('navigation').getByRole('button')
      await expect(places).toHaveCount(5)
      for (let place = 0; place < 5; place++) {
        await places.nth(place).click()
        await expectClean(page, (await places.nth(place).textContent()) ?? '')
      }
    })
  })

test('nothing serious for axe on the large map', async ({ page }) => {
  await openLab(page, { lab: 'large', lang: 'ko', theme: 'light' })
  await expect(page.locator('canvas[data-painter]')).toBeVisible({ timeout: 90_000 })
  await expectClean(page, 'far')
})

test('what the looking looks for is found', async ({ page }) => {
  await open(page, {})
  await page.evaluate(() => {
    const wrong = document.createElement('button')
    wrong.style.color = 'rgb(60,60,60)'
    document.querySelector('main')?.append(wrong)
  })
  expect((await findings(page)).join()).toContain('button-name')
})
