import { expect, type Page, test } from '@playwright/test'
import { findings } from './axe.ts'
import { applyYaml, pod, podYaml, setPace } from './hands.ts'
import { openLab } from './page.ts'
import { seenTexts, sideways } from './type.ts'

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
] as const

/** A rounding step of the zoom. */
const LEAST = 23.99
const AAA = 7

async function tooSmall(page: Page): Promise<readonly string[]> {
  const seen = await seenTexts(page)
  if (seen.length <= 40) return [`only ${seen.length} texts are there`]
  return seen
    .filter(({ px }) => px < LEAST)
    .map(({ text, px, where }) => `${px.toFixed(1)} px: ${text} (${where})`)
}

async function tooPale(page: Page): Promise<readonly string[]> {
  const seen = await seenTexts(page)
  return seen
    .filter(({ contrast }) => contrast < AAA)
    .map(({ text, contrast, where }) => `${contrast.toFixed(2)}: ${text} (${where})`)
}

for (const size of SIZES)
  for (const lang of ['en', 'ko'] as const)
    test.describe(`on the wall, ${size.width} x ${size.height}, ${lang}`, () => {
      test.use({ viewport: size })

      test('everything at the first view can be read from the back row', async ({ page }) => {
        await openLab(page, { theme: 'projector', lang })
        await expect(page.getByRole('button', { name: /^Pod default\/web-/ })).toHaveCount(3)
        await expect.poll(() => tooSmall(page)).toEqual([])
        // What has just come is on its way to its colours.
        await expect.poll(() => tooPale(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
        // What the lesson is about stands in the opening view, whole.
        for (const id of [
          'controlPlane|',
          'Deployment|default/web',
          'Node|/m-k8s',
          'Node|/w3-k8s',
        ]) {
          const box = await page.locator(`.react-flow__node[data-id="${id}"]`).boundingBox()
          const stage = await page.locator('.react-flow').boundingBox()
          if (!box || !stage) throw new Error(`${id} is not on the stage`)
          expect(box.x, id).toBeGreaterThanOrEqual(stage.x)
          expect(box.y, id).toBeGreaterThanOrEqual(stage.y)
          expect(box.x + box.width, id).toBeLessThanOrEqual(stage.x + stage.width)
          expect(box.y + box.height, id).toBeLessThanOrEqual(stage.y + stage.height)
        }
      })
    })

test('what is picked on the wall is told over the stage, and the inspector is a press away', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await openLab(page, { theme: 'projector' })
  const stage = await page.locator('.react-flow').boundingBox()
  const tile = pod(page, 'web-.*', 'Running').first()
  await tile.click()
  const card = page.getByRole('dialog', { name: /^Pod web-/ })
  await expect(card).toContainText('Running')
  // It hides nothing of what it tells about, moves nothing, and can be read from the back row.
  expect(await page.locator('.react-flow').boundingBox()).toEqual(stage)
  const [at, over] = [await tile.boundingBox(), await card.boundingBox()]
  if (!at || !over) throw new Error('they are not on the screen')
  expect(at.x + at.width <= over.x || over.x + over.width <= at.x).toBe(true)
  await expect.poll(() => tooSmall(page)).toEqual([])
  await expect.poll(() => tooPale(page)).toEqual([])
  expect(await findings(page)).toEqual([])
  await card.getByRole('button', { name: 'Why?' }).click()
  await expect(card).toHaveCount(0)
  await expect(page.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true')
})

test('words of states keep their contrast on the wall', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await openLab(page, { theme: 'projector' })
  await expect(pod(page, 'web-.*')).toHaveCount(3)
  await setPace(page, '60×')
  await applyYaml(page, podYaml('broken').replace(/image: .*/, 'image: no-such-image:v9'))
  await expect(pod(page, 'broken', '(ErrImagePull|ImagePullBackOff)')).toBeVisible()
  const words = () => seenTexts(page, '.react-flow__node[data-id="Pod|default/broken"]')
  expect((await words()).map(({ text }) => text).join(' ')).toMatch(/ImagePull/)
  // The tile's colours change within a moment.
  await expect
    .poll(async () => (await words()).filter(({ px, contrast }) => contrast < AAA || px < LEAST))
    .toEqual([])
})
