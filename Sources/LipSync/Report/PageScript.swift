internal import Platform

/// What pages do when somebody clicks: they say all without it. A page's policy names each script by its hash, so that nothing
/// else ever runs in it (CSP Level 3, section 8.3).
enum PageScript: String, CaseIterable {
  /// Moves the players to a moment that is clicked, and shows the source's picture that belongs to the result's.
  case players
  /// Shows the jobs of a batch in which a word occurs.
  case search

  var text: String {
    switch self {
    case .players:
      """
      (()=>{const r=document.getElementById('result'),s=document.getElementById('source');if(!r)return;
      const c=(r.dataset.trace||'').split(' ').filter(Boolean).map(p=>p.split(',').map(Number));
      const at=t=>{if(!c.length)return t;let i=c.findIndex(p=>p[0]>t);if(i<0)return c[c.length-1][1];if(!i)return c[0][1];
      const a=c[i-1],b=c[i];return a[1]+(b[1]-a[1])*(t-a[0])/Math.max(b[0]-a[0],1e-6)};
      const f=()=>{if(s&&!s.seeking){const w=at(r.currentTime);if(Math.abs(s.currentTime-w)>0.02)s.currentTime=w}
      if(!r.paused)requestAnimationFrame(f)};
      for(const e of['play','seeked','timeupdate'])r.addEventListener(e,f);
      document.addEventListener('click',e=>{const a=e.target.closest('a[data-t]');if(!a)return;e.preventDefault();
      r.pause();r.currentTime=Number(a.dataset.t);r.scrollIntoView({block:'nearest'});r.focus({preventScroll:true})})})()
      """
    case .search:
      """
      (()=>{const f=document.getElementById('find');if(!f)return;f.parentElement.hidden=false;
      const n=document.getElementById('found'),l=[...document.querySelectorAll('.tiles li')];
      f.addEventListener('input',()=>{const w=f.value.toLowerCase().split(/\\s+/).filter(Boolean);let k=0;
      for(const e of l){const t=e.textContent.toLowerCase(),h=w.every(x=>t.includes(x));e.hidden=!h;if(h)k++}
      n.textContent=w.length?k+' of '+l.length:''})})()
      """
    }
  }

  /// As a page's policy names it.
  var source: String { "'sha256-\(Data(Digest.sha256(Array(text.utf8))).base64EncodedString())'" }
}
