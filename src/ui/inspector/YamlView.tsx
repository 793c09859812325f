import { useEffect, useState } from 'react'
import type { ApiObject } from '../../sim/index.ts'
import { runKubectl } from '../../store/commands.ts'
import { CopyButton } from '../kit/CopyButton.tsx'
import { useText } from '../kit/useText.ts'
import styles from './Inspector.module.css'

/** The object as `kubectl get -o yaml` prints it, kept up to date. */
export function YamlView({ object }: { readonly object: ApiObject }) {
  const text = useText()
  const [yaml, setYaml] = useState('')
  useEffect(() => {
    let wanted = true
    const { name, namespace } = object.metadata
    const where = namespace === undefined ? [] : ['-n', namespace]
    void runKubectl(['get', object.kind, name, ...where, '-o', 'yaml']).then((result) => {
      if (wanted) setYaml(result.code === 0 ? result.stdout : result.stderr)
    })
    return () => {
      wanted = false
    }
  }, [object])
  return (
    <>
      <div className={styles.yamlHead}>
        <CopyButton value={yaml} label={text('copy.copy')} />
      </div>
      <pre className={styles.yaml}>{yaml}</pre>
    </>
  )
}
