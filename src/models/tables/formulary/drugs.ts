import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Drug } from '../../../domain/formulary/drug.js';
import { LISTINGS, type Listing } from '../../../domain/formulary/imports/planned-row.js';
import { SCHEDULES, type Schedule } from '../../../domain/formulary/schedules.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DrugsTable extends Model<InferAttributes<DrugsTable>, InferCreationAttributes<DrugsTable>> {
  declare readonly id: string;
  /** Null: of the starter formulary. */
  declare readonly clinicId: string | null;
  /** The starter item that it replaces for its clinic. */
  declare readonly starterId: string | null;
  declare readonly version: number;
  declare readonly edition: number | null;
  declare readonly name: string;
  declare readonly genericName: string;
  declare readonly brandName: string | null;
  declare readonly activeIngredient: string;
  declare readonly strength: string;
  declare readonly form: string;
  declare readonly route: string | null;
  declare readonly pack: Drug['pack'];
  declare readonly manufacturer: string | null;
  declare readonly pbsCode: string | null;
  declare readonly localCode: string | null;
  declare readonly atc: string | null;
  declare readonly schedule: Schedule | null;
  declare readonly statedSchedule: Schedule | null;
  declare readonly monitored: boolean;
  declare readonly ingredients: Drug['ingredients'];
  declare readonly maxDailyDose: Drug['maxDailyDose'];
  declare readonly prescribingInfo: Drug['prescribingInfo'];
  declare readonly sources: Drug['sources'];
  declare readonly active: boolean;
  /** Of a clinic's own items. */
  declare readonly listKey: string | null;
  declare readonly listing: Listing | null;
  declare readonly createdAt: Date;
  declare readonly updatedAt: Date;
}

DrugsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    starterId: optional(DataTypes.UUID, references('drugs')),
    version: required(DataTypes.INTEGER),
    edition: optional(DataTypes.INTEGER),
    name: required(DataTypes.TEXT),
    genericName: required(DataTypes.TEXT),
    brandName: optional(DataTypes.TEXT),
    activeIngredient: required(DataTypes.TEXT),
    strength: required(DataTypes.TEXT),
    form: required(DataTypes.TEXT),
    route: optional(DataTypes.TEXT),
    pack: optional(DataTypes.JSONB),
    manufacturer: optional(DataTypes.TEXT),
    pbsCode: optional(DataTypes.TEXT),
    localCode: optional(DataTypes.TEXT),
    atc: optional(DataTypes.TEXT),
    schedule: optional(oneOf(SCHEDULES)),
    statedSchedule: optional(oneOf(SCHEDULES)),
    monitored: required(DataTypes.BOOLEAN),
    ingredients: required(DataTypes.JSONB),
    maxDailyDose: optional(DataTypes.JSONB),
    prescribingInfo: required(DataTypes.JSONB),
    sources: required(DataTypes.JSONB),
    active: required(DataTypes.BOOLEAN),
    listKey: optional(DataTypes.TEXT),
    listing: optional(oneOf(LISTINGS)),
    createdAt: required(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'drugs' },
);
