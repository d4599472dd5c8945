import { writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { startKubeApiServer } from './kube-api-server.ts'
import { auditor, grantAuditor } from './auditing.ts'
import { apply } from './kube-objects.ts'
import { installObjects } from './manifests.ts'
import { nodeObject } from './node-object.ts'
import { temporaryFolder } from './temporary-folder.ts'
const f = await temporaryFolder('cli')
const s = await startKubeApiServer({ users: [auditor], audit: true })
await grantAuditor(s)
await apply(s, [nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' }), ...(await installObjects('modern'))])
await writeFile(f.path+'/kc', s.kubeconfig(auditor.token))
const run=(...a: string[])=>{const t=performance.now(); const r=spawnSync(process.execPath,['packages/cli/bin/fleet-auditor.mjs',...a,'--data',f.path+'/data'],{encoding:'utf8'}); console.log(a.join(' '),r.status,r.stdout.length,'ms',Math.round(performance.now()-t),'\nSTDERR',r.stderr.slice(0,1500)); return r.stdout}
for (const i of [1,2]) { const o=run('audit','--kubeconfig',f.path+'/kc','--format','json'); await writeFile('/tmp/doc'+i+'.json',o) }
console.log(run('audit','--kubeconfig',f.path+'/kc').slice(0,6000))
console.log(run('findings').slice(0,3000))
const log=(await s.auditLog()).filter(e=>e.user.username===auditor.name)
console.log(new Set(log.map(e=>e.verb+' '+(e.objectRef?.resource??e.requestURI.split('?')[0]))))
await s.close(); await f.remove()
