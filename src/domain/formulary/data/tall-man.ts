/** Names that are taken for one another, each with the letters that tell them apart, and where that is from. */
interface LookAlikes {
  /** In Tall Man letters: the part in which they differ is in capitals. */
  readonly names: readonly string[];
  readonly source: string;
  readonly asOf: string;
}

const NATIONAL = 'Australian Commission on Safety and Quality in Health Care, National Tall Man Lettering List';
const ISMP = 'ISMP and FDA, look-alike drug names with Tall Man letters';
const looks = (source: string, ...names: readonly string[]): LookAlikes => ({ names, source, asOf: '2026-11-01' });

/** Look-alikes of the formulary. A name may be in several rows; its letters are the same in all of them. */
export const LOOK_ALIKES: readonly LookAlikes[] = [
  looks(NATIONAL, 'fluOXETine', 'fluVOXAMine'),
  looks(ISMP, 'metFORMIN', 'metroNIDAZOLE'),
  looks(ISMP, 'prednisoLONE', 'predniSONE'),
  looks(ISMP, 'carBAMazepine', 'OXcarbazepine'),
  looks(ISMP, 'clonazePAM', 'cloNIDine', 'LORazepam'),
  looks(ISMP, 'hydrALAZINE', 'hydrOXYzine', 'hydroCHLOROthiazide'),
  looks(ISMP, 'HYDROmorphone', 'morphine'),
  looks(ISMP, 'OLANZapine', 'QUEtiapine'),
  looks(ISMP, 'SITagliptin', 'SAXagliptin', 'SUMAtriptan'),
  looks(ISMP, 'dilTIAZem', 'diazePAM'),
  looks(ISMP, 'amLODIPine', 'aMILoride'),
  looks(ISMP, 'NIFEdipine', 'niMODipine'),
  looks(ISMP, 'lamoTRIgine', 'lamiVUDine'),
  looks(ISMP, 'traMADol', 'traZODone'),
  looks(ISMP, 'buPROPion', 'busPIRone'),
];
