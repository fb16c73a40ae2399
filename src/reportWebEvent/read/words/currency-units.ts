/**
 * Currencies whose amounts have no minor units in practice, though ISO 4217 gives them some: three digits behind a
 * separator are thousands. The units of all other currencies come from `Intl`, whose versions differ in those below.
 * Sources: those with `digits="0"` or `cashDigits="0"` in CLDR (supplemental data, currency fractions,
 * https://github.com/unicode-org/cldr/blob/main/common/supplemental/supplementalData.xml), without those in which prices
 * still have decimals (CZK, GYD, MUR, NOK, SEK); and KHR, of which there are no coins.
 */
export const NO_MINOR_UNITS = `AFN ALL AMD COP CRC HUF IDR IQD IRR KHR KPW LAK LBP MGA MMK MNT PKR RSD SLL SOS SYP TWD TZS UZS YER`
