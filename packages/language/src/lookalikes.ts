/**
 * English words that look like a typo of a word that rules know, and are none. The test of typos finds what is missing
 * here when a new word comes into the vocabulary.
 */
export const LOOKALIKES: ReadonlySet<string> = new Set(
  `
  shard abort abut accomplice acre actuality actuary after alder altar annually anteing anther anthers apter
  aster awry balk bank baring bark bask beck being bing black bling boring brig brine brink briny buck
  bumpy bums burp cabled cadre cage cake calf calk calked caller calm calmed calved came cancer cane
  cape card caressed caret caroused carp cars cart carve case catcalled cave cell chalked chance chancel
  channelled charge cheated checkered checkers checkin checkup cheek cheeked cheeped cheered cheesed
  chequed chick chicken chinked chock chocked chokes chords chore chorus chose chuck chucked chuckled
  clacked classed clean cleat clerked clicked clocked clone cloned closet clove cloyed clucked cold
  collect compacted compete competed competes complected completest complex complexes complied comported
  composted compote compute computed concealed connect core cores corrector corrupt couplet couplets
  cracked crashed crass crasser crate creaked crease creased cremate cress crested cricked crisped
  croaked crocked crooked crooned cropped crops crosier crossbred crossest crowded crowned crows cruised
  crushed crusted cull culled cure currant currants currency curtest dairy damp dawn deadlier deadliness
  deafer deal dealing deals debated debited debuted decay decline decryption deer defeated defected
  deflated deflected defter dejected delegated deluded deluged demented demoted denoted deplete depleted
  depletes deputed descriptive descriptor deserted detected deter detested devoted dilated diluted dine
  disband disbars discern discoed discord discords displace doe dole dome don dons dope dose dote dove
  downy doze drip drone droop drown dumb dumpy dune ease eater eateries edict emery emit enemies
  energies entails entices entities entrails entraps entwines eras errand erratas ester ever exit
  expands falter famished fend fiend filler fine fined finessed finis finises finishers fink fins firs
  fist fitter fond forearm forewarn foreword forge forged forger forges forgot fund furnished gave gibe
  grocers hake hale halve hare hate haze heave hell hive hove importance importing importune impotent
  inclining inert insect inset insteps intruding invert jabs jibs jogs joys kiln kilo kilt knack last
  lasts later lefty lent lest let lift lifts lilt lilts lint lisp lisps lit locale lock lockup loft loom
  loon loop loot lost ltr lust lusts mace made male mane mangy manly mans mare mars mart mask mate may
  maze mike mode mole mope more mote movie muck mulch munch murk mush needy nerd node none nope nose
  omen oncoming outgoing outstaying oven overage overate overawe overdid overdoes overdone overdose
  overdrew overlie overrule overrun oversee overture overuse oxen padding paint palate pall pannier
  panning panting pate peaking pealing pecking peddling peeking peeling peeping peering peeving pegging
  pelting pendant pendent penning pepping perking perming petting pill pinging pinking pinning pint
  place plainer plane planked planned planted planter planters plaster platter pleading pleas plunder
  plunger plush podding point poll posh postcode pounding prancer prate priding prioress priories
  probity process profess programs prowess pudding pulp punning punting pure puree purl purse pushy puss
  putt raining reactive ready real ream reap rear rebind receiver reclining recovery rectors rectory red
  reds reed refiner refiners refining refraining regaining registrar registry reindeer reining rejoinder
  rejoinders rejoining remainder remainders remaking remand remanded remanding remarking remote remoter
  removers rend renders renumber repainting repairing reprise reptile reserve reserved resisted resister
  resisters resistor resolute resorted respire restart restate restive restock restorers restyle
  resulted retailing retaining retinue retiree retraining revere revolted revolve revolved revolver
  revolves reward rewind rework road roister safe sage sake sale salve same sane sate scats schedulers
  scow scram scrape scrip scuff seats shaft shave shifty shirt shit shod shoe shoo shop shorted shot shown
  showy shrift shrike sift slats slave slow smart snitch snorted snow snuff sole sore sorter sortied sow
  spats sported stabs staff stags star starch stare stark stars state states statistic statistical
  status stave stays stiff stitch stoats stow strap stride strife stripe strive stroke stuffy suave
  summarily summers summery summitry swatch swats swift tack tacked tacks tale talk talks tall tame tank
  tanks tape tare teal tern thank thee thees theme there thick thinks thins thongs thrash threw three throb
  throe thrown ticket tickled tics tile till tings tithe tittle toady toddy toke token toll too torn
  trashy trick tricked tuck tucked tugged tun turf tusk tusks tyke unclasp unclothe undulate unfurnished
  unleash unloose unmask unpick unpunished unto untruth upchuck upchucked vied vies waft wait wand wane
  warp wart watt went wham wheat whet whipped whit white wide width wife wile wine wire wise wish witch
  wits wive world wound wrapper wrappers writ writhe writs wrote`
    .trim()
    .split(/\s+/),
);
