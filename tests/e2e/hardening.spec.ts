import { expect, type Page, test } from '@playwright/test'
import { dialog, dropFile, panel, setPace, thing } from './hands.ts'
import { openLab } from './page.ts'
import { sideways } from './type.ts'

test.describe.configure({ timeout: 120_000 })

/** As long as a label's value and a DNS label may be, with a suffix that tells it apart. */
function long(length: number, suffix: string): string {
  return `${'long-name-'.repeat(30).slice(0, length - suffix.length)}${suffix}`
}

const HEBREW = 'שלום עולם מאשכול'
const ARABIC = 'مرحبا بالعالم من العنقود'
const CJK = '이 설정은 점검용이고 줄을 바꾸어도 단어가 깨지지 않아야 합니다. 設定は検査のためです。'
const HTML =
  '<img src=x onerror="document.title=1"><b>bold</b></style><script>document.title=1</script>'

const ANNOTATIONS = `
  annotations:
    hebrew: ${JSON.stringify(HEBREW)}
    arabic: ${JSON.stringify(ARABIC)}
    cjk: ${JSON.stringify(CJK)}
    html: ${JSON.stringify(HTML)}
    unbroken: ${'x'.repeat(400)}`

function config(name: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}${ANNOTATIONS}
  labels:
    app: ${long(63, '-label')}
`
}

function claim(name: string): string {
  return `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name} }
spec: { accessModes: [ReadWriteMany], resources: { requests: { storage: 10Mi } } }
`
}

function deployment(name: string, containers = 1): string {
  const list = Array.from({ length: containers }, (_, at) => `{ name: c${at}, image: nginx }`)
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [${list.join(', ')}] }
`
}

/** As a file: a text of so many lines is not typed. The dialog closes when everything was taken. */
async function apply(page: Page, documents: readonly string[]): Promise<void> {
  await dropFile(page, 'many.yaml', documents.join('---\n'))
  await dialog(page).getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(dialog(page)).toBeHidden({ timeout: 60_000 })
}

/** Cards of the stage's floor that lie over one another. */
async function clashes(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cards = [...document.querySelectorAll('.react-flow__node')].map((node) => ({
      id: node.getAttribute('data-id') ?? '',
      pod: node.classList.contains('react-flow__node-pod'),
      box: node.getBoundingClientRect(),
    }))
    const found: string[] = []
    cards.forEach((a, at) => {
      for (const b of cards.slice(at + 1)) {
        // A pod lies on its machine; pods are compared with pods.
        if (a.pod !== b.pod) continue
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (across > 1 && down > 1) found.push(`${a.id} over ${b.id}`)
      }
    })
    return found
  })
}

/** Text that leaves its card, or that is clipped without a sign of it. */
async function spills(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const hasText = (element: Element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
    /** What scrolls may be longer than its room. */
    const scrolls = (element: Element | null, card: Element): boolean => {
      if (!element || element === card.parentElement) return false
      const { overflowX, overflowY } = getComputedStyle(element)
      return /auto|scroll/.test(overflowX + overflowY) || scrolls(element.parentElement, card)
    }
    const leaves = (element: Element, card: Element) => {
      const room = card.getBoundingClientRect()
      const box = element.getBoundingClientRect()
      return (
        box.right > room.right + 1 ||
        box.left < room.left - 1 ||
        box.bottom > room.bottom + 1 ||
        box.top < room.top - 1
      )
    }
    const isCut = (element: Element) => {
      const { display, overflowX, textOverflow } = getComputedStyle(element)
      const longer = display !== 'inline' && element.scrollWidth > element.clientWidth + 1
      return longer && overflowX !== 'visible' && textOverflow !== 'ellipsis'
    }
    return [...document.querySelectorAll('.react-flow__node')].flatMap((card) =>
      [...card.querySelectorAll('*')]
        .filter((element) => hasText(element) && !element.closest('.visuallyHidden'))
        .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
        .filter((element) => !scrolls(element, card))
        .filter((element) => leaves(element, card) || isCut(element))
        .map((element) => `${card.getAttribute('data-id')}: ${element.textContent?.slice(0, 40)}`),
    )
  })
}

async function isSound(page: Page): Promise<void> {
  await expect.poll(() => clashes(page)).toEqual([])
  expect(await spills(page)).toEqual([])
  expect(await sideways(page)).toBe(0)
  expect(await page.title()).not.toBe('1')
}

for (const [width, height, theme] of [
  [1440, 900, 'dark'],
  [1280, 720, 'projector'],
  [390, 844, 'light'],
] as const)
  test(`long names stay in their cards: ${width} x ${height}, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openLab(page, { theme })
    await setPace(page, '60×')
    const names = {
      config: long(253, '-config'),
      claim: long(253, '-claim'),
      deployment: long(63, '-web'),
    }
    await apply(page, [config(names.config), claim(names.claim), deployment(names.deployment, 6)])
    await expect(thing(page, new RegExp(`^Deployment default/${names.deployment}`))).toBeVisible()
    await expect(
      thing(page, new RegExp(`^PersistentVolumeClaim default/${names.claim}`)),
    ).toBeAttached()
    await isSound(page)
    // The end, which tells it apart, is what is read.
    const tail = page
      .locator(`[data-id="Deployment|default/${names.deployment}"]`)
      .getByText('-web', { exact: true })
    await expect(tail).toBeVisible()
  })

test('foreign scripts, HTML and unbroken texts stay text, inside the inspector', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await openLab(page)
  const name = long(253, '-config')
  await apply(page, [config(name)])
  await thing(page, new RegExp(`^ConfigMap default/${name}`)).click()
  const inspector = panel(page, 'Inspector')
  for (const tab of ['Overview', 'YAML', 'Events', /Why/]) {
    await inspector.getByRole('tab', { name: tab }).click()
    expect(await sideways(page)).toBe(0)
    const wide = await inspector.evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(wide, String(tab)).toBeLessThanOrEqual(0)
  }
  await inspector.getByRole('tab', { name: 'YAML' }).click()
  for (const text of [HEBREW, ARABIC, CJK.slice(0, 12), 'onerror'])
    await expect(inspector).toContainText(text)
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  await isSound(page)
})

test('very many things of each sort', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await openLab(page)
  const many = (count: number, make: (name: string) => string) =>
    Array.from({ length: count }, (_, at) => make(`thing-${at}`))
  await apply(page, many(250, config))
  await apply(page, many(250, claim))
  await expect(page.getByRole('button', { name: /^\+24[89] more/ }).first()).toBeVisible()
  await isSound(page)
  await apply(
    page,
    many(200, (name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${long(63, name)} }\n`),
  )
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const filter = page.getByRole('dialog', { name: 'Filter' })
  await expect(filter.getByRole('checkbox')).toHaveCount(204, { timeout: 30_000 })
  const wide = await filter.evaluate((element) =>
    [element.parentElement, element.querySelector('fieldset > div')].map((scroller) =>
      scroller ? scroller.scrollWidth - scroller.clientWidth : Number.NaN,
    ),
  )
  expect(wide).toEqual([0, 0])
  expect(await sideways(page)).toBe(0)
})

test('thirteen machines, one of them with forty taints', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await openLab(page)
  const taints = Array.from(
    { length: 40 },
    (_, at) => `{ key: example.com/taint-${at}, effect: PreferNoSchedule }`,
  )
  const nodes = Array.from(
    { length: 9 },
    (_, at) => `apiVersion: v1
kind: Node
metadata: { name: w${at + 5}-k8s }
spec: { taints: [${at === 0 ? taints.join(', ') : ''}] }
`,
  )
  await apply(page, nodes)
  await expect(thing(page, /^Node w\d+-k8s/)).toHaveCount(12)
  await isSound(page)
  // What there is no room for is counted.
  await expect(page.locator('[data-machine="w5-k8s"]')).toContainText(/\+3\d/)
})

test('no machine at all', async ({ page }) => {
  await openLab(page, { lab: 'empty' })
  await expect(thing(page, 'Control plane')).toBeVisible()
  await isSound(page)
})
