import { defineEntity, p } from '@mikro-orm/core';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    /** As typed at registration. */
    email: p.text(),
    /** What addresses are compared by. */
    emailKey: p.text().unique(),
    name: p.text(),
    passwordHash: p.text().hidden(),
    disabledAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A person with an account. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
