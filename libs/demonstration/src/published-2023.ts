/*
 * What the published annual report of 2023 says: how many cases the registers plan, and what tests hold the report of
 * the demonstration year against, which comes out of the events alone.
 */

/** The bureau's figures. */
export const PUBLISHED_2023 = {
  closed: 3590,
  filedOrdinary: 188,
  closedOrdinary: 235,
  decidedOrdinaryFen: 266_100_000,
  hearings: 9,
  courtApplications: 7,
  closedSummary: 3355,
  closedParking: 3022,
  decidedParkingFen: 44_300_000,
  closedSummaryOther: 333,
  decidedSummaryOtherFen: 4_100_000,
  penalties: 3590,
  penaltiesOffPlatform: 3145,
  penaltiesOffPlatformParking: 3022,
  penaltiesOnPlatform: 445,
  transfersSent: 26,
  referralsReceived: 40,
  remedies: 24,
  reconsiderationCarried: 11,
  litigationCarried: 1,
  reconsiderationNew: 2,
  reconsiderationWithdrawn: 2,
  litigationNew: 10,
  litigationNewWithdrawn: 1,
  litigationNewUpheld: 8,
  litigationNewPending: 1,
  litigationLost: 0,
  reviewRate: 1,
  publicationRate: 1,
  codingRate: 1,
  coordinationRate: 1,
  leadRate: 1,
  appearanceRate: 1,
  licenses: 253,
  coercion: 0,
};

/** Those of the whole city. */
export const PUBLISHED_2023_CITY = {
  cityPenalties: 85_434,
  cityPenaltiesOffPlatform: 80_260,
  cityLicenses: 456,
  cityCoercion: 2,
  cityActs: 85_892,
};

/** 解决执法争议 12 起, of the whole city: in the report's account of the reform, and no figure of its tables. */
export const DISPUTES_RESOLVED_2023 = 12;
