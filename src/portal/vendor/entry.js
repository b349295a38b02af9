/* What the portal uses of age-encryption; scripts/vendor-age bundles it. */
export { armor, Decrypter, Encrypter, identityToRecipient } from "age-encryption";
