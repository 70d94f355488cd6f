export const id=256;export const ids=[256];export const modules={48256:(o,e,t)=>{t.d(e,{fileLedger:()=>r.U,localPorts:()=>s.E});var r=t(83190),s=t(45766)}};
