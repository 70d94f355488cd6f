export const id=8399;export const ids=[8399];export const modules={28399:((e,t,a)=>{a.d(t,{assetCommands:()=>assetCommands});var s=a(48179),i=a(21518);function assetCommands(e,t,s){e.addHelpText("after",d);let act=(e,i)=>e.action(async e=>{let{sync:o}=await Promise.all([a.e(4006),a.e(606),a.e(4730),a.e(6569),a.e(9859),a.e(8359),a.e(7919),a.e(291),a.e(8699),a.e(3422),a.e(2175)]).then(a.bind(a,61030));s(await o(e,i,t))});return[act(planCommand(e),"plan"),act(syncCommand(e),"sync"),verifyCommand(e).action(async e=>{let{verify:i}=await Promise.all([a.e(4006),a.e(606),a.e(4730),a.e(6569),a.e(9859),a.e(8359),a.e(7919),a.e(291),a.e(8699),a.e(3422),a.e(2728)]).then(a.bind(a,74853));s(await i(e,t))}),archiveCommand(e).action(async e=>{let{archive:i}=await Promise.all([a.e(4006),a.e(7919),a.e(9023)]).then(a.bind(a,21057));s(await i(e,t))})]}let planCommand=e=>syncing(e.command("plan")).description("show what a sync would do, and write nothing").addHelpText("after",c),syncCommand=e=>syncing(e.command("sync")).description("bring files to a release: only what differs, verified, public when all is there").option("--dry-run","the same as the command plan").addHelpText("after",p),verifyCommand=e=>listing(releasing(e.command("verify"))).description("compare what stands on a release with its list of checksums, and with the record of the last sync").addHelpText("after",h),archiveCommand=e=>choosing(e.command("archive")).requiredOption("--archive <name>",o).option("--out <folder>","where it is put",".").addOption(ifExists("an archive of this name")).option("--json",n).description("make the archive that a sync would upload, on this machine").addHelpText("after",m),o="name of one archive made of the files: outputs.zip, x.tar.gz",n="print the report as one JSON document; people read standard error",choosing=e=>e.option("--files <patterns>","what to take, relative to the directory; ! excludes (a line each; repeatable)",lines).option("--directory <folder>","what patterns are relative to; without --files, all that is in it"),releasing=e=>e.option("--tag <tag>","tag of the release (default: the pushed tag, in a workflow)").option("--repository <owner/name>","where the release is (default: GITHUB_REPOSITORY, else the git remote)"),listing=e=>e.option("--checksums <name>","name of the list of checksums; '' for none","SHA256SUMS").option("--json",n),syncing=e=>listing(releasing(choosing(e).option("--archive <name>",o))).option("--release-name <text>","title of the release (default: the tag)").addOption(new s.c$("--notes <text>","notes of the release").conflicts("notesFile")).addOption(new s.c$("--notes-file <file>","a file that holds them").conflicts("notes")).option("--target <commit>","branch or commit that a new tag is made at").option("--prerelease","mark the release as a prerelease").option("--no-prerelease","take that mark away").addOption(new s.c$("--latest <answer>","whether it is the latest one").choices(["true","false","legacy"])).option("--draft","leave a new release a draft").addOption(ifExists("assets of the same name")).option("--work-order <file>","JSON: sync only if the customer bought it").option("--tenant <file>","JSON: the same, of the tenant").option("--feature <name>","what has to be bought","artifacts_download").addOption(new s.c$("--max-parallel <n>","uploads at a time").argParser(i.U9).default(4)),ifExists=e=>new s.c$("--if-exists <policy>",`what becomes of ${e}`).choices(["skip-identical","replace","fail"]).default("skip-identical");function lines(e,t=[]){let a=e.split("\n").filter(e=>""!==e.trim());if(0===a.length)throw new s.Di("Give a pattern, as in dist/*.zip.");return[...t,...a]}let r=`
Environment:
  GITHUB_TOKEN, else GH_TOKEN   the token, with contents: write (contents: read for verify); no option, as command lines are seen
  GITHUB_API_URL                the API of another GitHub than api.github.com, as of an enterprise
  GITHUB_REPOSITORY             owner/name, where --repository is not given
  SOURCE_DATE_EPOCH             time of the files in an archive (default: of the commit in the directory)
`,l=`
Exit codes: 0 done, or nothing to do; 1 failed or not as it should be; 2 usage or bad input; 130 interrupted.
`,d=`
Examples:
  slipway assets plan --tag v1.2.0 --files 'dist/*'                          what would be uploaded
  slipway assets sync --tag v1.2.0 --files 'dist/*'                          upload it, verify it, make it public
  slipway assets sync --tag v1.2.0 --directory results --archive results.zip
  slipway assets verify --tag v1.2.0                                         is it still what was uploaded?
  slipway assets archive --directory results --archive results.zip           the same archive, here
${r}`,c=`
Examples:
  slipway assets plan --tag v1.2.0 --files 'dist/*' --files '!dist/*.log'
  slipway assets plan --tag v1.2.0 --files 'dist/*' --json | jq '.assets[] | select(.action != "skip")'
${r}${l}`,p=`
Examples:
  slipway assets sync --tag v1.2.0 --files 'dist/*' --notes-file NOTES.md
  slipway assets sync --tag v1.2.0 --directory results --archive results.zip --repository acme/core
  slipway assets sync --work-order order.json --directory outputs --archive outputs.zip
${r}
The same command again, after whatever stopped it, goes on where this one stopped.
${l.trimStart()}`,h=`
Examples:
  slipway assets verify --tag v1.2.0 --repository acme/core
  slipway assets verify --tag v1.2.0 --checksums ''       compare with the record of the last sync alone
  slipway assets verify --tag v1.2.0 --json | jq '.assets[] | select(.verdict != "same")'
${r}${l}`,m=`
Examples:
  slipway assets archive --directory results --archive results.zip
  slipway assets archive --files 'dist/*' --files '!dist/*.log' --archive dist.tar.gz --out build

The same files make the same bytes, in any folder and on any day.
${l.trimStart()}`})};
