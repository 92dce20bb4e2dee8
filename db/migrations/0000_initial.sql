CREATE TABLE "applicant_reads" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"case_no" text NOT NULL,
	"staff_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" integer NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"off" date[] NOT NULL,
	"work" date[] NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "calendar_years_year_version_pk" PRIMARY KEY("year","version")
);
--> statement-breakpoint
CREATE TABLE "case_actions" (
	"case_no" text NOT NULL,
	"action_key" text NOT NULL,
	"action_id" text NOT NULL,
	"subject" text NOT NULL,
	"fingerprint" text NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"code" text,
	"message" text,
	"revision" integer,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "case_actions_case_no_action_key_pk" PRIMARY KEY("case_no","action_key")
);
--> statement-breakpoint
CREATE TABLE "case_applicants" (
	"case_no" text PRIMARY KEY NOT NULL,
	"applicant" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_counters" (
	"department" text NOT NULL,
	"day" date NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "case_counters_department_day_pk" PRIMARY KEY("department","day")
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"case_no" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"event" jsonb NOT NULL,
	"hash" text NOT NULL,
	"previous_hash" text NOT NULL,
	CONSTRAINT "case_events_case_no_seq_pk" PRIMARY KEY("case_no","seq")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"case_no" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"fence" bigint NOT NULL,
	"attempt_at" bigint DEFAULT 0 NOT NULL,
	"state" jsonb NOT NULL,
	"applicant" jsonb NOT NULL,
	"stage" text NOT NULL,
	"result" text,
	"department" text NOT NULL,
	"item_code" text NOT NULL,
	"item_name" text NOT NULL,
	"assignee" text,
	"waiting_duty" text,
	"waiting_department" text,
	"applicant_staff_id" text,
	"card" text NOT NULL,
	"green" boolean DEFAULT false NOT NULL,
	"due_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"last_hash" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine_histories" (
	"case_no" text NOT NULL,
	"run_id" text NOT NULL,
	"exported_at" timestamp with time zone DEFAULT now() NOT NULL,
	"history" "bytea" NOT NULL,
	CONSTRAINT "engine_histories_case_no_run_id_pk" PRIMARY KEY("case_no","run_id")
);
--> statement-breakpoint
CREATE TABLE "intakes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"case_no" text NOT NULL,
	"item_code" text NOT NULL,
	"input" jsonb,
	"state" text DEFAULT 'pending' NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	CONSTRAINT "intakes_case_no_unique" UNIQUE("case_no")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"case_no" text NOT NULL,
	"notice_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"revoked_seq" integer,
	CONSTRAINT "notices_case_no_notice_id_pk" PRIMARY KEY("case_no","notice_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"case_no" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"hash" text NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"case_no" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"staff_id" text,
	"act" text,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"action_id" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "reopenings" (
	"case_no" text PRIMARY KEY NOT NULL,
	"message" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_items" (
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"effective_from" date NOT NULL,
	"effective_to" date,
	"data" jsonb NOT NULL,
	CONSTRAINT "service_items_code_version_pk" PRIMARY KEY("code","version")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"staff_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"department" text,
	"duties" text[] NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"authorised_items" text[]
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeats" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"task_queue" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_department_departments_code_fk" FOREIGN KEY ("department") REFERENCES "public"."departments"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_actions_key" ON "case_actions" USING btree ("action_key");--> statement-breakpoint
CREATE INDEX "cases_open_due" ON "cases" USING btree ("due_at","case_no");--> statement-breakpoint
CREATE INDEX "cases_received" ON "cases" USING btree ("received_at","case_no");--> statement-breakpoint
CREATE INDEX "cases_waiting" ON "cases" USING btree ("waiting_department","waiting_duty","stage");--> statement-breakpoint
CREATE INDEX "cases_assignee" ON "cases" USING btree ("assignee");--> statement-breakpoint
CREATE INDEX "cases_applicant" ON "cases" USING btree ("applicant_staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "intakes_key" ON "intakes" USING btree ("subject","idempotency_key");--> statement-breakpoint
CREATE INDEX "intakes_pending" ON "intakes" USING btree ("state","stored_at");--> statement-breakpoint
CREATE INDEX "outbox_case" ON "outbox" USING btree ("case_no","seq");--> statement-breakpoint
CREATE INDEX "refusals_case" ON "refusals" USING btree ("case_no");