/** What people have to do: verbs that a title begins with. */
export const DEEDS: ReadonlySet<string> = new Set(
  `advertise apply archive arrange ask assemble assess attach attend audit babysit bake balance bandage barbecue
  bath bathe bleed block boil book borrow brainstorm brew brief bring brush budget buff build bury buy calculate
  calibrate call cancel carry carve catch change charge chase check chop claim clean climb collect compare compile
  complain compose compost configure confirm congratulate connect consult contact convert cook copy cover crochet
  cut cycle deal debug decide declutter decorate deep-clean defrost deliver deposit descale design diagnose dig
  dilute discuss dispatch dispose distribute do donate download draft drain drive drop dry dust dye edit email
  empty enrol enroll evaluate exchange exercise explain feed fertilise fertilize fetch file fill find finish fit
  fix flush fold follow forward frame freeze fry gather get glue go grab grate grease greet grill groom hand
  hang harvest hem hide hire hoover host hunt inflate inform inspect install insure interview investigate invite
  invoice iron jog join kick-off knit lay lead learn lend load lock lodge look lubricate mail maintain make
  marinate massage measure medicate meet memorise mend merge message migrate mix monitor mop mount move mow mulch
  nail negotiate nominate notify oil order organise organize outline overhaul pack paint park pass patch pay peel
  phone photocopy photograph pick pickle pitch plan plant play pluck plug polish post pour practice practise
  preheat prep prepare prepay present press primer print process proofread prove prune publish pump purchase puree
  put quote raise rake reach read rearrange rebook rebuild recharge reconcile recount recycle redecorate redeem
  refer refill refund register regrout rehearse reheat reinstall remortgage renew renovate rent reorder repaint
  repair replace reply report repot request rescan reseal research resend reserve reset resit respond restart
  restock retake retrieve return retype revamp review revise rewrite ring rinse roast roll rotate rub run sand
  sandpaper scan schedule scrape scrub seal secure sell send serve service settle sew shampoo share sharpen shave
  shear ship shop shorten shovel shred sign simmer sing skim slice snip soak solve sort sow speak spray spread
  stack stain start steam sterilise sterilize stitch stock stop store strain stretch strip study submit subscribe
  supervise swap sweep swim syringe tackle tailor take talk tape teach tell test text thank thaw throw tidy tie
  tighten tile toast top touch tow track train transcribe transfer translate transplant treat trim tune turn tutor
  type unblock unclog uninstall unload unpack unplug unsubscribe untangle upcycle update upgrade upholster upload
  use vaccinate vacuum varnish ventilate verify visit vote walk wallpaper warn wash watch water wax weed weigh
  weld whisk whiten wind wipe wire withdraw work wrap write`.split(/\s+/),
);

/** "payd", "emaild": a past form that was written in a hurry. */
export const wholePast = (word: string): string => {
  const root = /^([a-z]{2,}[^e\W])d$/.exec(word)?.[1];
  return root !== undefined && (DEEDS.has(root) || DEEDS.has(`${root}e`))
    ? (PAID[root] ?? `${root}ed`)
    : word;
};
const PAID: Readonly<Record<string, string>> = { pay: 'paid' };

/** "calling" is of "call"; null when it is of no deed that is known. */
export const baseOfGerund = (gerund: string): string | null => {
  const root = /^(\p{L}{2,})ing$/u.exec(gerund.toLowerCase())?.[1];
  return root === undefined
    ? null
    : ([root, `${root}e`, root.replace(/(.)\1$/, '$1')].find((verb) => DEEDS.has(verb)) ?? null);
};
