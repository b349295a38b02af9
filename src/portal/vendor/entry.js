/* What the portal uses of age-encryption; scripts/vendor-age bundles it. */
export { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
