import { expect, test } from '@playwright/test'
import { lastBlock, nameOf, pod, podYaml, run, setPace, terminalLog, type } from './hands.ts'
import { openLab } from './page.ts'

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await setPace(page, '10×')
})

test('kubectl get prints the table', async ({ page }) => {
  const text = await run(page, 'kubectl get pods -o wide')
  expect(text).toMatch(/NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE/)
  expect(text.match(/^web-\S+\s+1\/1\s+Running/gm)).toHaveLength(3)
})

test('-w streams what happens to a pod deleted by hand, until Ctrl-C', async ({ page }) => {
  const first = pod(page, 'web-.*', 'Running').first()
  const name = (await nameOf(first)).replace('default/', '')
  await type(page, 'kubectl get pods -w')
  await expect(lastBlock(page)).toContainText('Running')
  await first.focus()
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  await expect(lastBlock(page)).toContainText(new RegExp(`${name}\\s+1/1\\s+Terminating`))
  await expect(lastBlock(page)).toContainText(/web-\S+\s+0\/1\s+ContainerCreating/)
  await expect(pod(page, 'web-.*', 'Running')).toHaveCount(3)
  await page.getByRole('textbox', { name: 'Terminal input' }).press('Control+c')
  await expect(lastBlock(page)).toContainText('^C')
  expect(await run(page, 'kubectl get ns default -o name')).toContain('namespace/default')
})

test('history and completion', async ({ page }) => {
  const input = page.getByRole('textbox', { name: 'Terminal input' })
  await run(page, 'kubectl get nodes')
  await run(page, 'kubectl get pv')
  await input.press('ArrowUp')
  await expect(input).toHaveValue('kubectl get pv')
  await input.press('ArrowUp')
  await expect(input).toHaveValue('kubectl get nodes')
  await input.press('ArrowDown')
  await input.press('ArrowDown')
  await expect(input).toHaveValue('')
  await input.fill('kubectl desc')
  await input.press('Tab')
  await expect(input).toHaveValue('kubectl describe ')
  await input.pressSequentially('no')
  await input.press('Tab')
  await expect(input).toHaveValue('kubectl describe nodes ')
  await input.pressSequentially('w')
  await input.press('Tab')
  await expect(page.getByText('w1-k8s  w2-k8s  w3-k8s')).toBeVisible()
  await expect(input).toHaveValue('kubectl describe nodes w')
})

test('a heredoc is applied, typed line by line or pasted as a whole', async ({ page }) => {
  const manifest = (name: string) => podYaml(name).trimEnd()
  const lines = ['kubectl apply -f - <<EOF', ...manifest('typed').split('\n'), 'EOF']
  for (const line of lines) await type(page, line)
  await expect(terminalLog(page)).toContainText('pod/typed created')
  await page.getByRole('textbox', { name: 'Terminal input' }).focus()
  await page.evaluate(
    (text) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      const paste = new ClipboardEvent('paste', {
        clipboardData: data,
        bubbles: true,
        cancelable: true,
      })
      document.activeElement?.dispatchEvent(paste)
    },
    `kubectl apply -f - <<'EOF'\n${manifest('pasted')}\nEOF\nkubectl get pod pasted -o name\n`,
  )
  await expect(terminalLog(page)).toContainText('pod/pasted created')
  await expect(lastBlock(page)).toContainText('pod/pasted')
  await expect(pod(page, 'typed', 'Running')).toBeVisible()
})

test('Ctrl-C abandons a command that is not whole', async ({ page }) => {
  await type(page, "echo 'first")
  await page.getByRole('textbox', { name: 'Terminal input' }).press('Control+c')
  await expect(terminalLog(page)).toContainText('first')
  expect(await run(page, 'echo second')).toMatch(/second\s*$/)
})

test('a pipeline loads the shell, which shares namespace and cluster with kubectl', async ({
  page,
}) => {
  expect(await run(page, 'kubectl get pods --no-headers | grep web | wc -l')).toMatch(/\b3\s*$/)
  await run(page, 'kubectl config set-context --current --namespace=kube-system')
  expect(await run(page, 'kubectl get pods | head -3')).toMatch(/calico|coredns|etcd/)
  expect(await run(page, 'for i in 1 2; do echo line-$i; done')).toMatch(/line-1\nline-2\s*$/)
})

test('what is unknown is refused by name', async ({ page }) => {
  expect(await run(page, 'kubectl frobnicate')).toContain(
    'error: unknown command "frobnicate" for "kubectl"',
  )
  expect(await run(page, 'kubectl get pods --nonsense')).toContain('unknown flag: --nonsense')
  expect(await run(page, 'frobnicate')).toContain('frobnicate: command not found')
})

for (const line of ['while true; do sleep 1; done', 'while true; do :; done']) {
  test(`an endless line does not take the page: ${line}`, async ({ page }) => {
    await type(page, line)
    await expect(page.getByText('Loading the shell …')).toBeHidden()
    await page.getByRole('textbox', { name: 'Terminal input' }).press('Control+c')
    await expect(page.getByText('^C stops it')).toBeHidden()
    expect(await run(page, 'echo alive')).toContain('\nalive')
  })
}
