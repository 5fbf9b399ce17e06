/** What people have to do: verbs that a title begins with. */
export const DEEDS: ReadonlySet<string> = new Set(
  `air apply arrange ask assemble attach attend bake bath bathe bleed book borrow brief bring brush build bury
  buy calculate call cancel change charge chase check clean collect compare compose confirm contact cook cut
  decide decorate defrost deliver descale discuss dispose do donate download draft drain drop dust edit email
  empty exchange exercise feed fetch fill find finish fix fold forward frame freeze get glue go grate grease
  greet hang hem hide hoover host inform install insure interview invite iron join knit learn lend light lock
  look lubricate mail make measure meet memorise mend message mix mop move mow nail negotiate oil order organise
  organize outline pack paint patch pay peel pet phone photograph pick plan plant polish post pot pour practice
  practise prep prepare present press print proofread prune put rake read recycle refill register rehearse renew
  rent repair replace reply request research resend reserve restart restock return review rewrite ring rinse
  rotate run sand scan schedule scrape scrub season seed sell send service settle sew share sharpen shave ship
  shop shorten shred sign soak solve sort sow speak spray stack stain start stitch stock stop stretch study
  style submit supervise sweep swim take talk tape teach tell test text thank thaw tidy tie tighten tip toast
  top transfer translate treat trim tune turn type unpack update upgrade upload use vacuum varnish visit vote
  walk wash water wax weed weigh weld wind wipe withdraw work wrap write`.split(/\s+/),
);

/** "calling" is of "call"; null when it is of no deed that is known. */
export const baseOfGerund = (gerund: string): string | null => {
  const root = /^(\p{L}{2,})ing$/u.exec(gerund.toLowerCase())?.[1];
  return root === undefined
    ? null
    : ([root, `${root}e`, root.replace(/(.)\1$/, '$1')].find((verb) => DEEDS.has(verb)) ?? null);
};
