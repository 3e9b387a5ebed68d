"""What boto3 does on the embedded services. Prints one line of JSON per row: {"title", "wrong"}; `wrong` is null if all is well.

Run by conformance.ts, which sets AWS_ENDPOINT_URL. Arguments: the bucket, the table, the domain of the sender.
"""

import io
import json
import sys
import time
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET, TABLE, DOMAIN = sys.argv[1:4]
FEW_TRIES = Config(retries={"max_attempts": 1})
ROWS = []


def client(service):
    return boto3.client(service, config=FEW_TRIES)


def row(title):
    def keep(check):
        ROWS.append((title, check))
        return check

    return keep


def refused(code, act):
    """The call has to fail with this code; boto3 has to understand the answer."""
    try:
        act()
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error
    raise AssertionError(f"not refused with {code}")


s3 = client("s3")
sqs = client("sqs")
ses = client("ses")
scheduler = client("scheduler")
dynamodb = client("dynamodb")
cloudwatch = client("cloudwatch")
ALARMS = "Dateline-local: "
CIRCUIT = f"{ALARMS}circuit"
MEBIBYTE = 1024 * 1024


@row("S3: a file of 12 MB goes up in parts and comes back")
def _():
    body = bytes(range(256)) * 48 * 1024
    s3.upload_fileobj(io.BytesIO(body), BUCKET, "conformance/large")
    back = io.BytesIO()
    s3.download_fileobj(BUCKET, "conformance/large", back)
    assert back.getvalue() == body


@row("S3: an object above 8 MB is copied in parts")
def _():
    s3.copy({"Bucket": BUCKET, "Key": "conformance/large"}, BUCKET, "conformance/copy")
    assert s3.head_object(Bucket=BUCKET, Key="conformance/copy")["ContentLength"] == 12 * MEBIBYTE


@row("S3: parts of one byte are refused at the end")
def _():
    target = {"Bucket": BUCKET, "Key": "conformance/tiny"}
    upload = {**target, "UploadId": s3.create_multipart_upload(**target)["UploadId"]}
    etags = [s3.upload_part(**upload, PartNumber=n, Body=b"x")["ETag"] for n in (1, 2)]
    assert len(s3.list_parts(**upload)["Parts"]) == 2
    assert [u["Key"] for u in s3.list_multipart_uploads(Bucket=BUCKET)["Uploads"]] == [target["Key"]]
    parts = {"Parts": [{"PartNumber": n + 1, "ETag": etag} for n, etag in enumerate(etags)]}
    refused("EntityTooSmall", lambda: s3.complete_multipart_upload(**upload, MultipartUpload=parts))
    s3.abort_multipart_upload(**upload)


@row("S3: tags, attributes and ACLs")
def _():
    target = {"Bucket": BUCKET, "Key": "conformance/tags"}
    s3.put_object(**target, Body=b"four", Tagging="desk=news")
    assert s3.get_object_tagging(**target)["TagSet"] == [{"Key": "desk", "Value": "news"}]
    s3.put_object_tagging(**target, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_object(**target)["TagCount"] == 1
    told = s3.get_object_attributes(**target, ObjectAttributes=["ObjectSize", "ETag"])
    assert told["ObjectSize"] == 4
    assert s3.get_object_acl(**target)["Grants"][0]["Permission"] == "FULL_CONTROL"
    refused("AccessControlListNotSupported", lambda: s3.put_object_acl(**target, ACL="public-read"))


@row("S3: the bucket may be created again, a bad name not at all")
def _():
    s3.create_bucket(Bucket=BUCKET)
    refused("InvalidBucketName", lambda: s3.create_bucket(Bucket="192.168.1.1"))
    refused("KeyTooLongError", lambda: s3.put_object(Bucket=BUCKET, Key="k" * 1025, Body=b""))


@row("SQS: a queue is created, changed, tagged and deleted")
def _():
    url = sqs.create_queue(QueueName="conformance", Attributes={"DelaySeconds": "1"})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0"})
    sqs.tag_queue(QueueUrl=url, Tags={"a": "b"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "b"}
    refused("InvalidParameterValue", lambda: sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11))
    refused("InvalidParameterValue", lambda: sqs.send_message(QueueUrl=url, MessageBody="x" * (MEBIBYTE + 1)))
    sqs.delete_queue(QueueUrl=url)
    refused("AWS.SimpleQueueService.NonExistentQueue", lambda: sqs.get_queue_attributes(QueueUrl=url))


@row("SQS: dead letters are moved back")
def _():
    letters = sqs.create_queue(QueueName="conformance-letters")["QueueUrl"]
    asked = {"QueueUrl": letters, "AttributeNames": ["QueueArn"]}
    arn = sqs.get_queue_attributes(**asked)["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    attributes = {"RedrivePolicy": policy, "VisibilityTimeout": "0"}
    work = sqs.create_queue(QueueName="conformance-work", Attributes=attributes)["QueueUrl"]
    sqs.send_message(QueueUrl=work, MessageBody="again")
    while sqs.receive_message(QueueUrl=work).get("Messages"):
        pass
    sqs.start_message_move_task(SourceArn=arn)
    for _ in range(50):
        task = sqs.list_message_move_tasks(SourceArn=arn)["Results"][0]
        if task["Status"] != "RUNNING":
            break
        time.sleep(0.1)
    assert task["Status"] == "COMPLETED", task
    assert sqs.receive_message(QueueUrl=work)["Messages"][0]["Body"] == "again"
    for url in (work, letters):
        sqs.delete_queue(QueueUrl=url)


@row("DynamoDB: an item is written on a condition, read and deleted; the expiry is described")
def _():
    key = {"pk": {"S": f"CONFORMANCE#{uuid.uuid4()}"}, "sk": {"S": "ITEM"}}
    put = {"TableName": TABLE, "Item": key, "ConditionExpression": "attribute_not_exists(pk)"}
    dynamodb.put_item(**put)
    refused("ConditionalCheckFailedException", lambda: dynamodb.put_item(**put))
    assert dynamodb.get_item(TableName=TABLE, Key=key)["Item"] == key
    dynamodb.delete_item(TableName=TABLE, Key=key)
    ttl = dynamodb.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "ENABLED", ttl


@row("SES: SendEmail, SendRawEmail, quota and statistics")
def _():
    sender, to = f"conformance@{DOMAIN}", "success@simulator.amazonses.com"
    message = {"Subject": {"Data": "Thử"}, "Body": {"Text": {"Data": "Xin chào"}}}
    ses.send_email(Source=sender, Destination={"ToAddresses": [to]}, Message=message)
    raw = f"From: {sender}\r\nTo: {to}\r\nSubject: raw\r\n\r\nHello\r\n"
    ses.send_raw_email(RawMessage={"Data": raw.encode()})
    assert ses.get_send_quota()["SentLast24Hours"] >= 2
    assert ses.get_send_statistics()["SendDataPoints"]


@row("SES: a sender that nobody verified is refused, and an operator sees who is verified")
def _():
    raw = "From: a@nobody.example\r\nTo: success@simulator.amazonses.com\r\n\r\nHello\r\n"
    refused("MessageRejected", lambda: ses.send_raw_email(RawMessage={"Data": raw.encode()}))
    told = ses.get_identity_verification_attributes(Identities=[DOMAIN, "nobody.example"])
    assert list(told["VerificationAttributes"]) == [DOMAIN]
    assert len(ses.get_identity_dkim_attributes(Identities=[DOMAIN])["DkimAttributes"][DOMAIN]["DkimTokens"]) == 3


@row("SES: an account can be paused and goes on")
def _():
    ses.update_account_sending_enabled(Enabled=False)
    raw = f"From: a@{DOMAIN}\r\nTo: success@simulator.amazonses.com\r\n\r\nHello\r\n"
    refused("AccountSendingPausedException", lambda: ses.send_raw_email(RawMessage={"Data": raw.encode()}))
    ses.update_account_sending_enabled(Enabled=True)
    assert ses.get_account_sending_enabled()["Enabled"]


@row("Scheduler: cron, groups and the rule of names")
def _():
    scheduler.create_schedule_group(Name="conformance")
    arn = "arn:aws:sqs:us-east-1:000000000000:conformance"
    schedule = {
        "GroupName": "conformance",
        "ScheduleExpression": "cron(0 9 ? * MON-FRI *)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/scheduler"},
    }
    scheduler.create_schedule(Name="weekdays", **schedule)
    assert scheduler.get_schedule(Name="weekdays", GroupName="conformance")["State"] == "ENABLED"
    refused("ValidationException", lambda: scheduler.create_schedule(Name="two words", **schedule))
    assert len(scheduler.list_schedules(GroupName="conformance")["Schedules"]) == 1
    scheduler.delete_schedule_group(Name="conformance")


@row("CloudWatch: the newsroom's alarms are read by their beginning, in pages, and by name, with who hears them")
def _():
    asked = {"AlarmNamePrefix": ALARMS, "AlarmTypes": ["MetricAlarm"]}
    pages = cloudwatch.get_paginator("describe_alarms").paginate(**asked, PaginationConfig={"PageSize": 10})
    names = [alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"]]
    assert len(names) > 10 and len(set(names)) == len(names), names
    assert all(name.startswith(ALARMS) for name in names), names
    both = ["MetricAlarm", "CompositeAlarm"]
    told = cloudwatch.describe_alarms(AlarmNames=[CIRCUIT, "nobody"], AlarmTypes=both, MaxRecords=100)
    (alarm,) = told["MetricAlarms"]
    assert told["CompositeAlarms"] == [] and alarm["AlarmActions"] and alarm["ActionsEnabled"], told
    assert "docs/runbook.md#" in alarm["AlarmDescription"], alarm


@row("CloudWatch: an alarm's state is set for a rehearsal, and read")
def _():
    before = cloudwatch.describe_alarms(AlarmNames=[CIRCUIT])["MetricAlarms"][0]["StateTransitionedTimestamp"]
    cloudwatch.set_alarm_state(AlarmName=CIRCUIT, StateValue="ALARM", StateReason="rehearsal")
    ringing = cloudwatch.describe_alarms(AlarmNamePrefix=ALARMS, StateValue="ALARM")["MetricAlarms"]
    (alarm,) = [one for one in ringing if one["AlarmName"] == CIRCUIT]
    assert alarm["StateReason"] == "rehearsal" and alarm["StateTransitionedTimestamp"] > before, alarm
    cloudwatch.set_alarm_state(AlarmName=CIRCUIT, StateValue="OK", StateReason="rehearsed")
    unknown = {"AlarmName": "nobody", "StateValue": "OK", "StateReason": "none"}
    refused("ResourceNotFound", lambda: cloudwatch.set_alarm_state(**unknown))


@row("STS: who am I")
def _():
    assert client("sts").get_caller_identity()["Account"] == "000000000000"


@row("Secrets Manager: a secret is described, read, and written once for one id")
def _():
    secrets = client("secretsmanager")
    name = f"conformance/{uuid.uuid4()}"
    arn = secrets.create_secret(Name=name, SecretString="first")["ARN"]
    version = str(uuid.uuid4())
    for _ in range(2):
        secrets.put_secret_value(SecretId=arn, SecretString="second", ClientRequestToken=version)
    other = {"SecretId": arn, "SecretString": "third", "ClientRequestToken": version}
    refused("ResourceExistsException", lambda: secrets.put_secret_value(**other))
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == "second"
    assert version in secrets.describe_secret(SecretId=name)["VersionIdsToStages"]


@row("what doctor asks: the stack's outputs, topics, rules, queues of functions, and SES's second API")
def _():
    (stack,) = client("cloudformation").describe_stacks(StackName="Dateline-local")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    assert outputs["Bucket"] == BUCKET and outputs["Table"] == TABLE, outputs
    sns = client("sns")
    for topic in sns.list_topics()["Topics"]:
        assert sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]["Policy"]
        sns.list_subscriptions_by_topic(TopicArn=topic["TopicArn"])
    assert all(rule["State"] == "ENABLED" for rule in client("events").list_rules()["Rules"])
    functions = client("lambda")
    assert functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"] > 0
    assert functions.list_event_source_mappings()["EventSourceMappings"]
    second = client("sesv2")
    assert second.get_account()["SendingEnabled"]
    assert second.get_email_identity(EmailIdentity=DOMAIN)["VerifiedForSendingStatus"]


# What docs/local.md lists as not done has to be refused, never pretended.


@row("not done, and refused: DynamoDB's transactions, PartiQL and backups")
def _():
    put = {"Put": {"TableName": TABLE, "Item": {"pk": {"S": "x"}, "sk": {"S": "x"}}}}
    for act in (
        lambda: dynamodb.transact_write_items(TransactItems=[put]),
        lambda: dynamodb.execute_statement(Statement=f'SELECT * FROM "{TABLE}"'),
        lambda: dynamodb.create_backup(TableName=TABLE, BackupName="backup"),
    ):
        try:
            act()
        except ClientError:
            continue
        raise AssertionError("not refused")


@row("not done, and refused: what would change the stack, tell a topic, or send through SES's second API")
def _():
    content = {"Simple": {"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "b"}}}}
    for act in (
        lambda: client("cloudformation").delete_stack(StackName="Dateline-local"),
        lambda: client("sns").publish(TopicArn="arn:aws:sns:us-east-1:000000000000:none", Message="a"),
        lambda: client("sesv2").send_email(FromEmailAddress=f"a@{DOMAIN}", Content=content),
        lambda: ses.list_templates(),
    ):
        refused("NotImplemented", act)


@row("not done, and refused: CloudWatch's metrics, composite alarms and history")
def _():
    refused("NotImplemented", lambda: cloudwatch.list_metrics())
    refused("NotImplemented", lambda: cloudwatch.describe_alarm_history())
    composite = {"AlarmName": "both", "AlarmRule": "TRUE"}
    refused("NotImplemented", lambda: cloudwatch.put_composite_alarm(**composite))


@row("not done, and refused: FIFO queues, policies of buckets")
def _():
    fifo = {"QueueName": "conformance.fifo", "Attributes": {"FifoQueue": "true"}}
    refused("NotImplemented", lambda: sqs.create_queue(**fifo))
    refused("NotImplemented", lambda: s3.get_bucket_policy(Bucket=BUCKET))


for title, check in ROWS:
    try:
        check()
        wrong = None
    except Exception as error:  # noqa: BLE001: whatever a client throws is the finding
        wrong = f"{type(error).__name__}: {error}"
    print(json.dumps({"title": title, "wrong": wrong}), flush=True)
