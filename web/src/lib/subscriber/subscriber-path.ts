/** Where a subscriber is looked at: by his opaque id, as addresses are kept in many places that must not know numbers. */
export const subscriberPath = ({ id }: { readonly id: string }): string => `/subscribers/${encodeURIComponent(id)}`;
