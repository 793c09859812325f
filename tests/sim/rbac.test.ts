import { describe, expect, test } from 'vitest'
import { authorize, checkpoint, personOf, restore } from '../../src/sim/index.ts'
import { lab } from './controllers/lab.ts'

describe('what the API server brings with it', () => {
  test('is there before the journal begins, and stays through a checkpoint', () => {
    const cluster = lab()
    const view = cluster.get('ClusterRole', '', 'view')
    expect(cluster.journal.since(0).some(({ kind }) => kind === 'ClusterRole')).toBe(false)
    const saved = JSON.parse(JSON.stringify(checkpoint(cluster)))
    const other = lab()
    restore(other, saved)
    expect(other.get('ClusterRole', '', 'view')).toEqual(view)
  })

  test('holds the sums of its own parts', () => {
    const cluster = lab()
    const resources = (name: string, verb: string) =>
      new Set(
        (cluster.get('ClusterRole', '', name).rules ?? [])
          .filter(({ verbs }) => verbs.includes(verb))
          .flatMap((rule) => rule.resources ?? []),
      )
    expect(resources('view', 'get').has('pods')).toBe(true)
    expect(resources('view', 'get').has('secrets')).toBe(false)
    expect(resources('edit', 'get')).toEqual(
      new Set([...resources('view', 'get'), ...resources('system:aggregate-to-edit', 'get')]),
    )
    expect(resources('admin', 'create').has('rolebindings')).toBe(true)
    expect(resources('edit', 'create').has('rolebindings')).toBe(false)
  })

  test('every binding names a role that is there', () => {
    const cluster = lab()
    const dangling = [
      ...cluster.list('ClusterRoleBinding').map(({ roleRef }) => ['', roleRef] as const),
      ...cluster
        .list('RoleBinding')
        .map(({ roleRef, metadata }) => [metadata.namespace ?? '', roleRef] as const),
    ].filter(([namespace, { kind, name }]) =>
      kind === 'Role'
        ? !cluster.find('Role', namespace, name)
        : !cluster.find('ClusterRole', '', name),
    )
    expect(dangling).toEqual([])
    expect(cluster.list('ClusterRoleBinding').length).toBeGreaterThan(30)
  })

  test('lets the controllers do their work and no more', () => {
    const cluster = lab()
    const may = (account: string, verb: string, group: string, resource: string) =>
      authorize(cluster, personOf(`system:serviceaccount:kube-system:${account}`, []), {
        verb,
        group,
        resource,
        namespace: 'default',
      }).allowed
    expect(may('deployment-controller', 'create', 'apps', 'replicasets')).toBe(true)
    expect(may('deployment-controller', 'create', '', 'pods')).toBe(false)
    expect(may('replicaset-controller', 'create', '', 'pods')).toBe(true)
    expect(may('namespace-controller', 'delete', 'apps', 'deployments')).toBe(true)
  })
})
