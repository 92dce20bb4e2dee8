import type { ServiceItem } from '../../../domain/item.ts';
import { constructionPermit } from './construction-permit.ts';
import { drainagePermit } from './drainage-permit.ts';
import { enterpriseRegistration } from './enterprise-registration.ts';
import { foodBusiness } from './food-business.ts';
import { investmentApproval } from './investment-approval.ts';
import { medicalInstitution } from './medical-institution.ts';
import { privateSchool } from './private-school.ts';
import { publicPlaceHygiene } from './public-place-hygiene.ts';
import { restaurantOneMatter } from './restaurant-one-matter.ts';
import { roadFreight } from './road-freight.ts';
import { specialEquipment } from './special-equipment.ts';
import { treeFelling } from './tree-felling.ts';
import { waterIntake } from './water-intake.ts';

/**
 * The catalogue that a new hall starts with. Statutory limits are those of the statutes named in each item; promised
 * limits, fees, telephone numbers and windows are illustrative, and a hall replaces them by its own published list.
 */
export const EMBEDDED_ITEMS: readonly ServiceItem[] = [
  enterpriseRegistration,
  foodBusiness,
  publicPlaceHygiene,
  medicalInstitution,
  constructionPermit,
  drainagePermit,
  waterIntake,
  treeFelling,
  privateSchool,
  roadFreight,
  specialEquipment,
  investmentApproval,
  restaurantOneMatter,
];
