/** What people have to do: verbs that a title begins with. */
export const DEEDS: ReadonlySet<string> = new Set(
  `apply arrange ask assemble attach attend bake bath bathe bleed book borrow brief bring brush build bury buy
  calculate call cancel change charge chase check clean collect compare compose confirm contact cook cut decide
  decorate defrost deliver descale discuss dispose do donate download draft drain drop dust edit email empty
  exchange exercise feed fetch fill find finish fix fold forward freeze get glue go grate grease greet hang hide
  hoover inform install insure interview invite iron join knit learn lend lock look lubricate mail make measure
  meet memorise mend message mop move mow negotiate oil order organise organize outline pack paint patch pay
  peel phone photograph pick plan plant polish post pour practice practise prep prepare print proofread prune
  put rake read recycle refill register rehearse renew rent repair replace reply request research resend reserve
  restart restock return review rewrite ring rinse rotate run sand scan schedule scrape scrub sell send service
  settle sew sharpen shave ship shop shorten shred sign soak solve sort sow speak spray start stitch stop
  stretch study submit supervise sweep swim take talk tape teach tell test text thank thaw tidy tighten toast
  transfer translate trim tune turn type unpack update upgrade upload use vacuum varnish visit vote walk wash
  water wax weed weigh weld wind wipe withdraw work wrap write`.split(/\s+/),
);

/** "calling" is of "call"; null when it is of no deed that is known. */
export const baseOfGerund = (gerund: string): string | null => {
  const root = /^(\p{L}{2,})ing$/u.exec(gerund.toLowerCase())?.[1];
  return root === undefined
    ? null
    : ([root, `${root}e`, root.replace(/(.)\1$/, '$1')].find((verb) => DEEDS.has(verb)) ?? null);
};
