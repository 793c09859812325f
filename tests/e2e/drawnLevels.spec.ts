import { expect, type Locator, type Page, test } from '@playwright/test'
import { applyYaml, panel, podYaml, run, setPace, thing, toasts, type } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

/** The large lab takes seconds to build, more on a busy machine. */
test.describe.configure({ timeout: 180_000 })

interface Spot {
  readonly x: number
  readonly y: number
}

const stage = (page: Page): Locator => page.getByRole('region', { name: 'Canvas', exact: true })

async function levelOf(page: Page): Promise<string> {
  return (await page.locator('[data-level]').getAttribute('data-level')) ?? ''
}

async function openLarge(page: Page, layer: string): Promise<void> {
  await openLab(page, { lab: 'large' })
  await page.goto(`${page.url()}&layer=${layer}`)
  await expect(page.locator('[data-level]')).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('region', { name: 'Pods by state' })).toContainText('broken 24', {
    timeout: 30_000,
  })
  await setPace(page, 'Pause')
}

async function middleOf(page: Page): Promise<Spot> {
  const box = await stage(page).boundingBox()
  if (!box) throw new Error('the stage is not there')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Zooms in until frames are drawn around what the layer shows. */
async function zoomToFar(page: Page): Promise<Spot> {
  const middle = await middleOf(page)
  await page.mouse.move(middle.x, middle.y)
  for (let step = 0; step < 40 && (await levelOf(page)) === 'map'; step++) {
    await page.mouse.wheel(0, -100)
    await page.waitForTimeout(120)
  }
  await page.mouse.wheel(0, -100)
  await page.waitForTimeout(600)
  expect(await levelOf(page)).toBe('far')
  return middle
}

/** A point where the layer shows something of a kind, with its name. */
async function find(
  page: Page,
  kind: string,
  from: Spot,
): Promise<Spot & { readonly name: string }> {
  for (let step = 0; step < 200; step++) {
    const at = { x: from.x + (step % 20) * 4, y: from.y + Math.floor(step / 20) * 4 }
    await page.mouse.move(at.x, at.y)
    const tip = page.getByRole('tooltip')
    if (!(await tip.isVisible())) continue
    const name = (await tip.locator('b').textContent()) ?? ''
    if (name.startsWith(`${kind} `)) return { ...at, name: name.slice(kind.length + 1) }
  }
  throw new Error(`no ${kind} under the pointer`)
}

/** How many pixels over the layer are painted at all. */
async function painted(page: Page): Promise<number> {
  return page.locator('canvas[data-above]').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement) || canvas.hidden) return 0
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
    let count = 0
    for (let at = 3; at < (data?.length ?? 0); at += 4) if (data?.[at]) count++
    return count
  })
}

for (const layer of ['webgl', 'bitmap'] as const)
  test(`a pod of the drawn layer is dragged over machines: ${layer}`, async ({ page, baseURL }) => {
    const troubles = await watchTroubles(page, baseURL ?? '')
    await openLarge(page, layer)
    const middle = await zoomToFar(page)
    const pod = await find(page, 'Pod', middle)
    const view = () => page.locator('.react-flow__viewport').getAttribute('style')
    const before = await view()
    expect(await painted(page)).toBe(0)

    await page.mouse.down()
    await page.mouse.move(pod.x + 12, pod.y + 4, { steps: 2 })
    await page.mouse.move(pod.x - 170, pod.y + 8, { steps: 6 })
    const said = page.getByRole('status').filter({ hasText: /^worker-\d+/ })
    await expect(said).toContainText(/worker-\d+✓ feasible · score \d+/)
    expect(await painted(page)).toBeGreaterThan(2000)
    // The stage stood still under the hand.
    expect(await view()).toBe(before)

    await page.keyboard.press('Escape')
    await expect(said).toBeHidden()
    await expect.poll(() => painted(page)).toBe(0)
    await page.mouse.up()
    await expect(page.getByRole('dialog')).toBeHidden()

    await page.mouse.move(pod.x, pod.y)
    await page.mouse.down()
    await page.mouse.move(pod.x - 170, pod.y + 8, { steps: 8 })
    await expect(said).toBeVisible()
    const target = /worker-\d+/.exec((await said.textContent()) ?? '')?.[0] ?? '?'
    await page.mouse.up()
    const asked = page.getByRole('dialog', { name: /do not move/ })
    await expect(asked).toBeVisible()
    await expect(
      asked.getByRole('button', { name: new RegExp(`${target}$`) }).first(),
    ).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(asked).toBeHidden()
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })

test('a pod of the drawn layer is carried by keys, with the verdicts said', async ({ page }) => {
  await openLarge(page, 'bitmap')
  const list = page.getByRole('listbox', { name: 'Pods and nodes from afar' })
  await list.focus()
  await page.keyboard.press('b')
  await expect(page.getByRole('option', { name: /^Pod default\/reports-/ })).toBeAttached()
  await page.keyboard.press('g')
  await expect(list).toHaveAccessibleDescription(/in hand: arrow keys choose a node/)
  await page.keyboard.press('ArrowRight')
  const answer = page.getByRole('option', {
    name: /^Node worker-\d+, Ready, ✓ feasible · score \d+$/,
  })
  await expect(answer).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('option', { name: /^Pod default\/reports-/ })).toBeAttached()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await expect(answer).toBeAttached()
  const best = /worker-\d+/.exec((await answer.getAttribute('aria-label')) ?? '')?.[0] ?? '?'
  await page.keyboard.press('Enter')
  const asked = page.getByRole('dialog', { name: /do not move/ })
  await expect(asked).toBeVisible()
  await asked.getByRole('button', { name: new RegExp(`replacement .*${best}`, 'i') }).click()
  await expect(toasts(page)).toContainText('kubectl')
})

test('what is missing is seen and told on the drawn levels', async ({ page }) => {
  await openLarge(page, 'bitmap')
  await applyYaml(
    page,
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: needy
spec:
  replicas: 2
  selector: { matchLabels: { app: needy } }
  template:
    metadata: { labels: { app: needy } }
    spec:
      containers:
        - name: main
          image: nginx
          volumeMounts: [{ name: secret, mountPath: /secret }]
      volumes: [{ name: secret, secret: { secretName: absent } }]
`,
  )
  await setPace(page, '10×')
  const tally = page.getByRole('region', { name: 'Pods by state' })
  const button = tally.getByRole('button', { name: '1 missing' })
  await expect(button).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => painted(page)).toBeGreaterThan(20)
  await button.click()
  const row = page
    .getByRole('list', { name: 'Named, but not there' })
    .getByRole('button', { name: /Secret default\/absent, missing.*named by Deployment needy/ })
  await row.click()
  await expect(panel(page, 'Inspector')).toContainText('absent')
  await expect(thing(page, 'Secret default/absent, missing')).toBeVisible()
})

/** Notes for each frame how many machines the stage shows, until asked. */
async function watchMachines(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const seen: number[] = []
    Reflect.set(window, 'machinesSeen', seen)
    const look = () => {
      const machines = [...document.querySelectorAll<HTMLElement>('[data-machine]')]
      seen.push(
        machines.filter((one) => {
          const node = one.closest<HTMLElement>('.react-flow__node')
          return node !== null && getComputedStyle(node).opacity !== '0'
        }).length,
      )
      requestAnimationFrame(look)
    }
    look()
  })
  return () => page.evaluate(() => [...(Reflect.get(window, 'machinesSeen') as number[])])
}

test('the thirteenth machine comes and goes without a flicker; choice and focus stay', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await openLab(page, { lab: 'plain' })
  for (let count = 4; count < 12; count++) await run(page, `lab node add extra-${count}`)
  await expect(page.locator('[data-machine]')).toHaveCount(12)
  await expect(page.locator('[data-level]')).toHaveCount(0)
  await applyYaml(page, podYaml('mine', '  nodeName: extra-4\n'))
  const mine = thing(page, /^Pod default\/mine, Running/)
  await setPace(page, '10×')
  await expect(mine).toBeVisible()
  await mine.click()
  const frames = await watchMachines(page)
  await setPace(page, '1×')
  await type(page, 'sleep 5; lab node add extra-12')
  await mine.focus()
  await expect(page.locator('[data-level]')).toHaveCount(1, { timeout: 60_000 })
  await expect(page.locator('[data-machine]')).toHaveCount(13)
  await expect(mine).toHaveAttribute('aria-pressed', 'true')
  // Its tile is another element now, inside its machine: the focus went along.
  await expect(page.locator('[data-level]')).toHaveAttribute('data-level', 'mid')
  await expect(mine).toBeFocused()
  await run(page, 'lab node remove extra-12')
  await page.waitForTimeout(1500)
  const least = Math.min(...(await frames()))
  expect(least).toBeGreaterThanOrEqual(12)
  await expect(mine).toHaveAttribute('aria-pressed', 'true')
  await expect(panel(page, 'Inspector')).toContainText('mine')
})

test('lenses bring together what belongs together, and nothing else moves', async ({ page }) => {
  await openLab(page)
  await run(page, 'kubectl create deployment api --image=nginx --replicas=3')
  await run(page, 'kubectl scale deployment web --replicas=6')
  await setPace(page, 'Until quiet')
  const tops = () =>
    stage(page)
      .locator('[data-machine]')
      .evaluateAll((machines) =>
        machines.map((one) => ({
          box: JSON.stringify(one.getBoundingClientRect()),
          pods: [...document.querySelectorAll('[data-thing^="Pod|default/"]')]
            .map((pod) => ({
              name: pod.getAttribute('data-thing')?.slice('Pod|default/'.length).split('-')[0],
              at: pod.getBoundingClientRect(),
            }))
            .filter(({ at }) => {
              const { left, right, top, bottom } = one.getBoundingClientRect()
              return at.x >= left && at.x < right && at.y >= top && at.y < bottom
            })
            .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x)
            .map(({ name }) => name),
        })),
      )
  await expect(thing(page, /^Pod default\/web-.*Running/)).toHaveCount(6, { timeout: 30_000 })
  await expect(thing(page, /^Pod default\/api-.*Running/)).toHaveCount(3, { timeout: 30_000 })
  const before = await tops()
  await page.getByRole('radio', { name: 'Workloads' }).click()
  const sorted = (names: readonly (string | undefined)[]) =>
    names.every((name, at) => at === 0 || names.indexOf(name) === at || names[at - 1] === name)
  await expect
    .poll(async () => (await tops()).every(({ pods }) => sorted(pods)), { timeout: 15_000 })
    .toBe(true)
  await page.waitForTimeout(500)
  const during = await tops()
  expect(during.map(({ box }) => box)).toEqual(before.map(({ box }) => box))
  await page.getByRole('radio', { name: 'Everything' }).click()
  await page.waitForTimeout(800)
  expect(await tops()).toEqual(before)
})

test('the small print stays readable at 1280x720 with the inspector open', async ({ page }) => {
  for (const lang of ['en', 'ko'] as const) {
    await openLab(page, { lang })
    await stagePods(page).first().click()
    await page.waitForTimeout(1200)
    const sizes = await page.locator('.react-flow__viewport').evaluate((root) => {
      const zoom = new DOMMatrix(getComputedStyle(root).transform).a
      return [...root.querySelectorAll<HTMLElement>('*')]
        .filter((one) => one.dataset.text !== undefined || hasText(one))
        .filter((one) => one.checkVisibility() && one.clientWidth > 1)
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize) * zoom)
      function hasText(one: Element): boolean {
        return [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      }
    })
    expect(sizes.length).toBeGreaterThan(40)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10.6)
  }
})

const stagePods = (page: Page): Locator => page.locator('[data-thing^="Pod|default/"]')

test('how the scheduler chose is told of pods that the first picture brought', async ({ page }) => {
  await page.goto('./?lang=en&lab=book&seed=1')
  await stagePods(page).first().click()
  const line = page.getByRole('button', { name: /nodeName|binding|Bound|assigned/i }).first()
  await line.click()
  await expect(page.getByRole('dialog')).toContainText(/The scheduler chose w\d-k8s: .*score \d+/)
})
