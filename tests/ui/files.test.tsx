import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { runUntil } from '../../src/sim/index.ts'
import { run } from '../../src/store/intents.ts'
import { commitJournal, getCluster, peekObject, showCluster } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'
import { Pizza } from '../../src/ui/about/Pizza.tsx'
import { FilesView } from '../../src/ui/files/FilesView.tsx'

beforeAll(async () => {
  uiStore.getState().setLanguage('en')
  await startTexts()
})

beforeEach(() => {
  localStorage.clear()
  showCluster(createLab('book'), 'book')
})

afterEach(cleanup)

async function apply(...objects: readonly object[]): Promise<void> {
  await act(async () => {
    for (const object of objects) {
      const { code, stderr } = await run('kubectl apply -f -', JSON.stringify(object))
      expect([code, stderr]).toEqual([0, ''])
    }
    runUntil(getCluster(), { quiet: true, timeout: 600_000 })
    commitJournal()
  })
}

const VOLUME = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'nfs-pv' },
  spec: {
    capacity: { storage: '100Mi' },
    accessModes: ['ReadWriteMany'],
    nfs: { server: '192.168.1.10', path: '/nfs_shared' },
  },
}
const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'nfs-pvc', namespace: 'default' },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Mi' } } },
}

function need<T>(object: T | undefined): T {
  if (!object) throw new Error('it is not there')
  return object
}

const region = (name: string | RegExp) => screen.getByRole('region', { name })

describe('a claim, opened', () => {
  it('says what was asked for, what is owned and what is really there', async () => {
    const large = { ...VOLUME, metadata: { name: 'large' }, spec: { ...VOLUME.spec } }
    large.spec.capacity = { storage: '1Gi' }
    await apply(large, VOLUME, CLAIM)
    const claim = need(peekObject('PersistentVolumeClaim', 'default/nfs-pvc'))
    expect(claim.spec.volumeName).toBe('nfs-pv')
    render(<FilesView object={claim} />)
    const sizes = region('How much')
    expect(sizes).toHaveTextContent('asked for10Mi / 100Mi')
    expect(sizes).toHaveTextContent('owned100Mi / 37G')
    expect(sizes).toHaveTextContent('Neither number is a wall')
    const compared = within(region('Volumes compared')).getAllByRole('listitem')
    expect(compared.map((item) => item.textContent)).toEqual([
      'nfs-pv 100Mi has itthe smallest that fits',
      'large 1Gi fitsa smaller one fits too',
    ])
  })

  it('says why volumes are refused while it waits', async () => {
    await apply(VOLUME, {
      ...CLAIM,
      spec: { ...CLAIM.spec, resources: { requests: { storage: '1Gi' } } },
    })
    render(<FilesView object={need(peekObject('PersistentVolumeClaim', 'default/nfs-pvc'))} />)
    expect(screen.getByText(/Not bound to a volume yet/)).toBeVisible()
    expect(region('Volumes compared')).toHaveTextContent('nfs-pv 100Mi refusedtoo small')
  })

  it('is the pizza of nobody else, in both languages', async () => {
    await apply(VOLUME, CLAIM)
    render(<Pizza id="PersistentVolumeClaim|default/nfs-pvc" />)
    expect(region(/pizza/)).toHaveTextContent('nfs-pvc asked for 10Mi and owns all of 100Mi.')
    act(() => uiStore.getState().setLanguage('ko'))
    expect(region(/피자/)).toHaveTextContent('100Mi 한 판을 통째로')
    act(() => uiStore.getState().setLanguage('en'))
  })
})

describe('a pod, opened', () => {
  it('shows what its volumes hold, live, and as text only', async () => {
    const user = userEvent.setup()
    await apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'writer', namespace: 'default' },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'nginx',
            volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
          },
        ],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    })
    render(<FilesView object={need(peekObject('Pod', 'default/writer'))} />)
    const scratch = region('Volume scratch')
    expect(scratch).toHaveTextContent('lives as long as its pod')
    expect(scratch).toHaveTextContent('mounted at /scratch')
    expect(scratch).toHaveTextContent('No files yet.')
    await act(async () => {
      await run(`kubectl exec writer -- sh -c 'echo "<b>bold</b>" > /scratch/page.html'`)
      runUntil(getCluster(), { time: getCluster().now + 1000 })
      commitJournal()
    })
    const row = await within(scratch).findByRole('button', { name: 'file page.html 12' })
    await user.click(row)
    expect(row).toHaveAttribute('aria-expanded', 'true')
    expect(scratch).toHaveTextContent('<b>bold</b>')
    expect(scratch.querySelector('pre b')).toBeNull()
  })
})

describe('a Secret, opened', () => {
  it('hides what it says until somebody asks', async () => {
    const user = userEvent.setup()
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'key', namespace: 'default' },
      stringData: { password: 's3cr3t' },
    })
    render(<FilesView object={need(peekObject('Secret', 'default/key'))} />)
    const keys = region('Keys')
    expect(keys).toHaveTextContent('password 6')
    expect(keys).not.toHaveTextContent('s3cr3t')
    await user.click(screen.getByRole('button', { name: 'Show the value of password' }))
    expect(keys).toHaveTextContent('s3cr3t')
    await user.click(screen.getByRole('button', { name: 'Hide the value of password' }))
    expect(keys).not.toHaveTextContent('s3cr3t')
  })
})
