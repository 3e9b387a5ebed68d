import { z } from 'zod';
import { contrast } from './contrast.ts';

/** The languages the product speaks: catalogues, reader and pages exist in each. */
export const languages = ['en', 'vi', 'fr', 'es', 'ar', 'zh', 'ru', 'de'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

export const approvalPolicySchema = z.enum(['required', 'four-eyes', 'auto']);
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb');

/**
 * What the newsroom is, as every function needs to know it. Written once per stage in infra/configuration.ts and
 * shipped inside each Lambda's bundle as newsroom.json.
 */
export const newsroomSchema = z
  .object({
    stage: z.string(),
    name: z.string(),
    /** IANA zone in which times without a zone are read, and which every edition shows. */
    zone: z.string(),
    /** Falls back to this when a contact's languages match none of a release's. */
    defaultLanguage: languageSchema,
    sender: z.object({
      /** Identifies the sender only: no subject text, no emoji. */
      name: z.string(),
      address: z.email(),
      /** Receives replies when a release names no media contact of the newsroom (`replyAddress`). */
      replyTo: z.email(),
      /** Domain of List-Id and of the unsubscribe mailto. */
      domain: z.string(),
    }),
    /**
     * The desk: proofs and reports go to each. People's own addresses, for an approval by mail is recorded in the name of
     * the one that its link was sent to. Empty sends no proof by mail.
     */
    desk: z.array(z.email()),
    approval: approvalPolicySchema,
    /** Seconds after T within which an overdue release is still sent by itself; later it is held. */
    overdueLimitSeconds: z.number().int().positive(),
    /** The list that every proposed audience includes, and that a release goes to when nothing else is known. */
    defaultList: z.string(),
    /** Beats the newsroom knows, each with the words that reveal it, per language. */
    vocabulary: z.record(z.string(), z.partialRecord(languageSchema, z.array(z.string()))),
    embargoTerms: z.object({ version: z.string() }),
    unknown: z.object({
      /** Seconds without a Send event after which an unknown is decided by policy. */
      graceSeconds: z.number().int().positive(),
      embargoed: z.enum(['hold', 'resend']),
      otherwise: z.enum(['hold', 'resend']),
    }),
    brand: z
      .object({
        /** Absolute https URL of a PNG or JPEG, or null for a wordmark set in type. */
        logoUrl: z.url().nullable(),
        logoWidth: z.number().int().positive(),
        logoHeight: z.number().int().positive(),
        primary: colour,
        onPrimary: colour,
        /** Postal address for the footer, one line each. */
        address: z.array(z.string()),
        website: z.url(),
        social: z.array(z.object({ label: z.string(), url: z.url() })),
      })
      .refine(({ primary, onPrimary }) => contrast(primary, onPrimary) >= 4.5, {
        error: 'onPrimary cannot be read on primary: WCAG asks for a contrast of 4.5',
        path: ['onPrimary'],
      }),
    retention: z.object({ recipientDays: z.number().int().positive() }),
  })
  .refine(({ approval, desk }) => approval !== 'four-eyes' || desk.length !== 1, {
    error: 'four-eyes wants two people, and one address stands for one: write the address of each into desk',
    path: ['desk'],
  });
export type Newsroom = z.infer<typeof newsroomSchema>;
